// What the visitor has chosen for the stage: gossip shown or not, a tool in hand, a target that the camera follows. Never part of a run.
import { create } from 'zustand';
import type { Fault } from './active-faults.ts';

/** What the camera can look at; ids are those of messages.ts, transactions by their hash in hex, proposals by their place. */
export type FocusTarget =
  | { readonly kind: 'validator'; readonly id: number }
  | { readonly kind: 'message'; readonly id: string }
  | { readonly kind: 'transaction'; readonly id: string }
  | { readonly kind: 'proposal'; readonly height: number; readonly round: number };

/** A drag that has begun elsewhere on the page and may end on the stage. */
export type FaultDrag = {
  readonly fault: Fault['kind'];
  /** What the ghost under the pointer says. */
  readonly name: string;
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
};

/** Where the camera stands: what is in the middle of the stage, in its units. */
export type CameraPlace = { readonly x: number; readonly y: number; readonly zoom: number };

type StageView = {
  readonly gossip: boolean;
  readonly tool: 'none' | 'partition';
  readonly follow: FocusTarget | null;
  /** Where the visitor has put the camera; null: it shows all. Written by the stage. */
  readonly camera: CameraPlace | null;
  /** Where a link wants the camera: in place of showing all, until the visitor moves it. */
  readonly aim: CameraPlace | null;
  /** Asked for last; the stage looks there once per object. */
  readonly focus: FocusTarget | null;
  readonly drag: FaultDrag | null;
  /** The vote matrix of a large network, where the stage is too narrow for both. */
  readonly matrix: boolean;
  /** Where a card's menu is open, in pixels of the page. */
  readonly menu: { readonly validator: number; readonly x: number; readonly y: number } | null;
};

export const useStageView = create<StageView>()(() => ({
  gossip: false,
  tool: 'none',
  follow: null,
  camera: null,
  aim: null,
  focus: null,
  drag: null,
  matrix: false,
  menu: null,
}));

export const changeStageView = (change: Partial<StageView>): void => useStageView.setState(change);

/** Moves the camera to a target, if it is on the stage at the moment shown. */
export const lookAt = (target: FocusTarget): void => useStageView.setState({ focus: { ...target } });

/** Starts dragging a fault at a pointerdown of a palette; dropped on the stage it breaks what it is dropped on. */
export const dragFault = (
  fault: Fault['kind'],
  name: string,
  event: { readonly pointerId: number; readonly clientX: number; readonly clientY: number },
): void => useStageView.setState({ drag: { fault, name, pointerId: event.pointerId, x: event.clientX, y: event.clientY } });
