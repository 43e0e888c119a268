// A stretch of the log that comes back: its events were let go of (log-window.ts) and computed again (workers/replay.ts). They are taken only when they end at
// the very digests that the checkpoint keeps. Pictures, digests and messages of the stretch come back with them.
import { required } from '../base/assert.ts';
import { equalBytes } from '../base/bytes.ts';
import { DIGEST_BYTES } from '../base/digest.ts';
import type { LogEvent } from '../log/event.ts';
import { MARGIN_STEPS, type Stretch, forgetRestored, numberOf, restock, stretchOf } from './log-window.ts';
import { CHECKPOINT_STEPS, KEYFRAME_STEPS, type Timeline } from './timeline.ts';

/** Stretches that are kept beside the log's end. */
const RESTORED_MAX = 16;

/** What must be computed again to show a cursor that is not kept, with some steps before it. */
export const stretchAround = (line: Timeline, cursor: number): Stretch => {
  const from = numberOf(Math.max(0, cursor - 1 - MARGIN_STEPS)) * CHECKPOINT_STEPS;
  return stretchOf(line, from, Math.min((numberOf(cursor - 1) + 1) * CHECKPOINT_STEPS, line.firstStep));
};

/** True when the last chains of each process are those of the checkpoint at the end. */
const isSealed = (line: Timeline, stretch: Stretch, events: readonly LogEvent[], chains: Uint8Array): boolean => {
  const last = new Map<number, Uint8Array>();
  for (const [i, event] of events.entries()) last.set(event.p, chains.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES));
  const seal = required(line.checkpoints.get(stretch.to), 'restoreStretch: a checkpoint at its end');
  return [...last].every(([process, chain]) => equalBytes(chain, seal.get(process) ?? new Uint8Array()));
};

const putBack = (line: Timeline, { from, first }: Stretch, events: readonly LogEvent[], chains: Uint8Array): void => {
  let view = required(line.keyframes[from / KEYFRAME_STEPS], 'restoreStretch: the picture at its beginning');
  let step = from;
  // What of it has come back before comes anew.
  line.chains.forget(first, first + events.length);
  line.chains.add(first, chains.slice());
  for (const [i, event] of events.entries()) {
    if (line.starts[step] === first + i) {
      if (step % KEYFRAME_STEPS === 0) line.keyframes[step / KEYFRAME_STEPS] = view;
      step++;
    }
    line.events[first + i] = event;
    view = line.view.apply(view, event);
  }
};

/** Takes back a stretch that was computed again. False, and nothing changed, when it is not what it was. */
export const restoreStretch = (line: Timeline, stretch: Stretch, events: readonly LogEvent[], chains: Uint8Array): boolean => {
  if (events.length !== stretch.end - stretch.first || !isSealed(line, stretch, events, chains)) return false;
  putBack(line, stretch, events, chains);
  const asked = new Set<number>();
  for (let step = stretch.from; step < stretch.to; step += CHECKPOINT_STEPS) asked.add(numberOf(step));
  const others = line.restored.filter((number) => !asked.has(number));
  line.restored.splice(0, line.restored.length, ...others, ...asked);
  while (line.restored.length > Math.max(RESTORED_MAX, asked.size)) forgetRestored(line, line.restored[0] ?? 0, line.firstStep);
  line.revision++;
  restock(line);
  return true;
};
