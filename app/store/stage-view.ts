// What the visitor has chosen for the stage: gossip shown or not, a tool in hand, a target that the camera follows. Never part of a run.
import { create } from 'zustand';

/** What the camera can look at; ids are those of messages.ts, transactions by their hash in hex. */
export type FocusTarget =
  | { readonly kind: 'validator'; readonly id: number }
  | { readonly kind: 'message'; readonly id: string }
  | { readonly kind: 'transaction'; readonly id: string };

type StageView = {
  readonly gossip: boolean;
  readonly tool: 'none' | 'partition';
  readonly follow: FocusTarget | null;
  /** The vote matrix of a large network, where the stage is too narrow for both. */
  readonly matrix: boolean;
  /** Where a card's menu is open, in pixels of the page. */
  readonly menu: { readonly validator: number; readonly x: number; readonly y: number } | null;
};

export const useStageView = create<StageView>()(() => ({ gossip: false, tool: 'none', follow: null, matrix: false, menu: null }));

export const changeStageView = (change: Partial<StageView>): void => useStageView.setState(change);
