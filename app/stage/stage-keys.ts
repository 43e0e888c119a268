// Keys on the stage: all validators are one tab stop, arrows go to the nearest one that way, Shift+F10 or the menu key opens its menu, + - 0 work the
// camera. A right click, and a long press where the browser does not make one of it, open the menu too.
import { changeStageView } from '../store/stage-view.ts';
import { type Place, centresOf } from './layout.ts';
import { SHOWN } from './shown.ts';

const DIRECTIONS: Readonly<Record<string, Place>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};
const ZOOM_STEP = 1.2;
const LONG_PRESS_MS = 500;
/** A finger that moves further than this drags. */
const STILL_PX = 10;

const cardOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;

/** The validator that lies best in a direction: near, and not far off it; null when there is none. */
export const neighbour = (centres: readonly Place[], from: number, towards: Place): number | null => {
  const start = centres[from];
  if (start === undefined) return null;
  let best: { readonly index: number; readonly cost: number } | null = null;
  for (const [index, { x, y }] of centres.entries()) {
    const [dx, dy] = [x - start.x, y - start.y];
    const along = dx * towards.x + dy * towards.y;
    const across = Math.abs(dx * towards.y) + Math.abs(dy * towards.x);
    if (index === from || along <= 1) continue;
    const cost = along + 2 * across;
    if (best === null || cost < best.cost) best = { index, cost };
  }
  return best?.index ?? null;
};

const openMenu = (card: HTMLElement, at: Place | null): void => {
  const box = card.getBoundingClientRect();
  const { x, y } = at ?? { x: box.left + 24, y: box.top + 24 };
  changeStageView({ menu: { validator: Number(card.dataset['card']), x, y } });
};

const onKey = (event: KeyboardEvent): void => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const card = cardOf(event.target);
  if (card !== null && ((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu')) {
    event.preventDefault();
    openMenu(card, null);
    return;
  }
  if (event.shiftKey && event.key !== '+') return;
  const towards = DIRECTIONS[event.key];
  if (card !== null && towards !== undefined && SHOWN.spread !== null) {
    event.preventDefault();
    const next = neighbour(centresOf(SHOWN.spread), Number(card.dataset['card']), towards);
    if (next !== null) SHOWN.host?.querySelector<HTMLElement>(`[data-card="${next}"] button`)?.focus({ preventScroll: true });
    return;
  }
  const camera = {
    '+': () => SHOWN.camera?.zoomBy(ZOOM_STEP),
    '-': () => SHOWN.camera?.zoomBy(1 / ZOOM_STEP),
    '0': () => SHOWN.camera?.fit(),
  }[event.key];
  if (camera === undefined) return;
  event.preventDefault();
  camera();
};

const onContextMenu = (event: MouseEvent): void => {
  const card = cardOf(event.target);
  if (card === null) return;
  event.preventDefault();
  openMenu(card, event.clientX === 0 && event.clientY === 0 ? null : { x: event.clientX, y: event.clientY });
};

/** Opens the menu when a finger rests on a card. */
const watchPress = (host: HTMLElement): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: Place = { x: 0, y: 0 };
  const stop = (): void => clearTimeout(timer);
  const down = (event: PointerEvent): void => {
    stop();
    const card = event.pointerType === 'touch' && event.isPrimary ? cardOf(event.target) : null;
    if (card === null) return;
    start = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => openMenu(card, start), LONG_PRESS_MS);
  };
  const move = (event: PointerEvent): void => {
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX) stop();
  };
  host.addEventListener('pointerdown', down);
  host.addEventListener('pointermove', move);
  host.addEventListener('pointerup', stop);
  host.addEventListener('pointercancel', stop);
  return () => {
    stop();
    host.removeEventListener('pointerdown', down);
    host.removeEventListener('pointermove', move);
    host.removeEventListener('pointerup', stop);
    host.removeEventListener('pointercancel', stop);
  };
};

/** Starts them on the stage that is shown; returns how to stop. */
export const startStageKeys = (): (() => void) => {
  const { host } = SHOWN;
  if (host === null) return () => undefined;
  const stopPress = watchPress(host);
  host.addEventListener('keydown', onKey);
  host.addEventListener('contextmenu', onContextMenu);
  return () => {
    stopPress();
    host.removeEventListener('keydown', onKey);
    host.removeEventListener('contextmenu', onContextMenu);
  };
};
