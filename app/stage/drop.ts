// Dragging a fault from the palette onto the stage: a ghost follows the pointer, what lies under it lights up, and dropping breaks it. Pointer events, so
// that a finger drags like a mouse. Every drag has a form in the fault list that does the same.
import type { FaultKind } from '../../core/net/fault.ts';
import { areLinked } from '../../core/view/linked.ts';
import { breakSomething } from '../store/deeds.ts';
import { useRun } from '../store/run.ts';
import type { FaultDrag } from '../store/stage-view.ts';
import { type DropTarget, faultFor } from './drop-fault.ts';
import type { Place } from './layout.ts';
import { SHOWN } from './shown.ts';

/** Distance from a link at which it is hit, in stage units. */
const REACH = 14;

/** Distance of a point from a stretch, and how far along the stretch its foot lies (0 to 1). */
const distanceTo = (at: Place, a: Place, b: Place): { readonly distance: number; readonly along: number } => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((at.x - a.x) * dx + (at.y - a.y) * dy) / Math.max(1e-9, dx * dx + dy * dy)));
  return { distance: Math.hypot(at.x - a.x - along * dx, at.y - a.y - along * dy), along };
};

/** The link under a point, its nearer end first; none where there are bundles, nor between two full nodes. */
export const edgeUnder = (edges: readonly Place[], at: Place, validators: number): DropTarget | null => {
  let best: { readonly target: DropTarget; readonly distance: number } | null = null;
  for (const [i, a] of edges.entries())
    for (const [k, b] of edges.slice(i + 1).entries()) {
      const j = i + 1 + k;
      if (!areLinked(i, j, validators)) continue;
      const { distance, along } = distanceTo(at, a, b);
      if (distance > REACH || (best !== null && distance >= best.distance)) continue;
      best = { target: { kind: 'edge', from: along <= 0.5 ? i : j, to: along <= 0.5 ? j : i }, distance };
    }
  return best?.target ?? null;
};

/** What lies under a point of the page, or null. */
const targetUnder = (client: Place): DropTarget | null => {
  const { camera, spread, host, edges } = SHOWN;
  const element = document.elementFromPoint(client.x, client.y);
  if (camera === null || spread === null || element === null || host?.contains(element) !== true) return null;
  const card = element.closest<HTMLElement>('[data-card]');
  if (card === null) return spread.hub === null ? edgeUnder(edges, camera.toStage(client), useRun.getState().line.validators) : null;
  const validator = Number(card.dataset['card']);
  if (element.closest('[data-testid="bridge"]') !== null) return { kind: 'bridge', validator };
  const part = element.closest('[data-testid="consensus-half"]') !== null ? 'consensus' : 'both';
  return { kind: 'validator', validator, part: element.closest('[data-testid="batcher-half"]') !== null ? 'batcher' : part };
};

/** Breaks the target at the moment shown; false when this kind cannot be had there. */
const onDropFault = (target: DropTarget, kind: FaultKind): boolean => {
  const fault = faultFor(kind, target, useRun.getState().view.cards.length);
  if (fault === null) return false;
  breakSomething(fault);
  return true;
};

/** The box on the page that a target lights up. */
const boxOf = (target: DropTarget): DOMRect | null => {
  if (target.kind === 'edge') return null;
  const card = SHOWN.host?.querySelector(`[data-card="${target.validator}"]`);
  const part = target.kind === 'bridge' ? 'bridge' : target.part === 'both' ? null : `${target.part}-half`;
  return (part === null ? card : (card?.querySelector(`[data-testid="${part}"]`) ?? card))?.getBoundingClientRect() ?? null;
};

const makeGhost = (text: string): HTMLElement => {
  const ghost = document.createElement('div');
  ghost.className =
    'pointer-events-none fixed z-50 rounded-full border border-bad bg-panel px-2 py-0.5 text-2xs font-medium text-bad shadow';
  ghost.textContent = text;
  document.body.append(ghost);
  return ghost;
};

const makeFrame = (): HTMLElement => {
  const frame = document.createElement('div');
  frame.className = 'pointer-events-none fixed z-40 rounded-lg border-2 border-bad';
  frame.dataset['testid'] = 'drop-frame';
  document.body.append(frame);
  return frame;
};

const showFrame = (frame: HTMLElement, target: DropTarget | null, at: Place): void => {
  const box = target === null ? null : (boxOf(target) ?? new DOMRect(at.x - 12, at.y - 12, 24, 24));
  frame.hidden = box === null;
  if (box !== null)
    Object.assign(frame.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` });
};

/** A pointer that moves less than this clicks. */
const SLIP_PX = 6;

/** Follows a drag that has begun at a pointerdown on a palette. Ends by itself; Escape gives up, and so does letting go beside the stage. */
export const startFaultDrag = ({ fault, name, pointerId, x: startX, y: startY }: FaultDrag): void => {
  let shown: { readonly ghost: HTMLElement; readonly frame: HTMLElement } | null = null;
  const end = new AbortController();
  const finish = (): void => {
    end.abort();
    shown?.ghost.remove();
    shown?.frame.remove();
  };
  const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
    if (shown === null && Math.hypot(x - startX, y - startY) < SLIP_PX) return;
    shown ??= { ghost: makeGhost(`⚡ ${name}`), frame: makeFrame() };
    Object.assign(shown.ghost.style, { left: `${x + 12}px`, top: `${y + 12}px` });
    showFrame(shown.frame, targetUnder({ x, y }), { x, y });
  };
  const drop = ({ clientX: x, clientY: y }: PointerEvent): void => {
    const dragged = shown !== null;
    finish();
    const target = dragged ? targetUnder({ x, y }) : null;
    if (target !== null) onDropFault(target, fault);
  };
  const own = (act: (event: PointerEvent) => void) => (event: PointerEvent) => {
    if (event.pointerId === pointerId) act(event);
  };
  const options = { signal: end.signal };
  addEventListener('pointermove', own(move), options);
  addEventListener('pointerup', own(drop), options);
  addEventListener('pointercancel', own(finish), options);
  addEventListener('keydown', (key) => key.key === 'Escape' && finish(), options);
};
