// A picture for measuring (`?bench=200`): so many synthetic messages are on their way at any moment, while the run is paused. Loaded only when the
// address asks for it. With 0 nothing moves: the same page without messages, to compare with.
import type { PaintMessage, PaintShape } from '../../workers/paint-api.ts';
import { run, useRun } from '../store/run.ts';
import type { Motion } from './motion.ts';

const SHAPES: readonly PaintShape[] = ['prevote', 'precommit', 'wagon', 'init', 'sync'];
/** Virtual time that one message is on its way. */
const FLIGHT_US = 50_000;
/** Virtual microseconds per real millisecond: as at reading speed. */
const PACE = 50;
const MESSAGES_MAX = 20_000;

/** `count` messages in flight at every moment of one flight's time, all-to-all, evenly spread. */
export const benchMessages = (count: number, validators: number): readonly PaintMessage[] =>
  Array.from({ length: 2 * count }, (_, i): PaintMessage => {
    const from = i % validators;
    const sentAt = (i * FLIGHT_US) / count - FLIGHT_US;
    return {
      from,
      to: (from + 1 + (Math.floor(i / validators) % Math.max(1, validators - 1))) % validators,
      sentAt,
      arriveAt: sentAt + FLIGHT_US,
      end: sentAt + FLIGHT_US,
      shape: SHAPES[i % SHAPES.length] ?? 'prevote',
      nil: i % 7 === 0,
      ghost: false,
      mark: 'none',
      label: String(i % 10),
      selected: false,
      group: Math.floor(i / 30),
    };
  });

/** Pauses the run and moves `text` messages for as long as the page is open. */
export const playBench = (motion: Motion, text: string): void => {
  const count = Math.min(MESSAGES_MAX, Math.max(0, Math.floor(Number(text)) || 0));
  motion.hold();
  run.pause();
  const stop = useRun.subscribe((state) => state.playing && run.pause());
  addEventListener('pagehide', stop, { once: true });
  if (count === 0) return;
  const validators = useRun.getState().view.cards.length;
  motion.send({ kind: 'messages', messages: benchMessages(count, validators), bursts: [], tokens: [] });
  const loop = (ms: number): void => {
    motion.show((ms * PACE) % FLIGHT_US);
    requestAnimationFrame(loop);
  };
  requestAnimationFrame(loop);
};
