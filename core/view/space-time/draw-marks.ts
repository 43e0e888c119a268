// What happens on a lane: phases, work, locks, timeouts, quorums, decisions, roots, crashes, faults, interventions.
import { slotOf } from '../../types/ids.ts';
import { placeOfTime } from './axis.ts';
import type { Lane } from './layout.ts';
import type { Pen } from './pen.ts';
import type { LockMark, PointMark, PointName, Primitive, QuorumMark, TimeoutMark, WorkMark } from './primitives.ts';
import type { Glyph, Ink } from './shapes.ts';

const STEP_INKS = { propose: 'proposal', prevote: 'prevote', precommit: 'precommit' } as const satisfies Record<string, Ink>;
const WORK_INKS = { proposing: 'proposal', validating: 'soft', committing: 'strong' } as const satisfies Record<string, Ink>;

type Way = { readonly from: number; readonly to: number };
/** Pixels along of something that lasts; what is not over reaches the end of the log. */
const wayOf = (pen: Pen, made: Extract<Primitive, { readonly to: unknown }>): Way => {
  const { diagram } = pen.look;
  const last = { step: diagram.times.length - 1, t: diagram.times.at(-1) ?? 0 };
  return { from: pen.along(made.at), to: pen.along(made.to ?? last) };
};

const drawTimeout = (pen: Pen, made: TimeoutMark, lane: Lane): void => {
  const { diagram, layout } = pen.look;
  const across = lane.across + 11 * layout.scale;
  const from = pen.along(made.at);
  const to = pen.along(made.to ?? placeOfTime(diagram, made.due));
  const fired = made.end === 'fired';
  const ink = fired ? 'bad' : 'faint';
  pen.line(
    'bars',
    [
      { along: from, across },
      { along: to, across },
    ],
    { ink, width: fired ? 2 : 1, dash: fired ? [] : [2, 3] },
  );
  if (to - from < 6 && !fired) return;
  pen.glyph('hourglass', { along: from, across }, { ink, size: 3.6 * layout.glyphs, hollow: true });
  if (fired) pen.glyph('hourglass', { along: to, across }, { ink: 'bad', size: 6 * layout.glyphs });
  else if (made.end === 'void')
    pen.line(
      'bars',
      [
        { along: to, across: across - 3 },
        { along: to, across: across + 3 },
      ],
      { ink },
    );
};

const drawLock = (pen: Pen, made: LockMark, lane: Lane, detail: boolean): void => {
  const { scale } = pen.look.layout;
  const across = lane.across + 5.5 * scale;
  const { from, to } = wayOf(pen, made);
  pen.line(
    'bars',
    [
      { along: from, across },
      { along: to, across },
    ],
    { ink: 'ink', width: 2 * scale + 0.6, alpha: 0.8 },
  );
  if (detail) pen.glyph('lock', { along: from, across: across - scale }, { ink: 'ink', size: 4.6 * pen.look.layout.glyphs });
};

const drawQuorum = (pen: Pen, made: QuorumMark, lane: Lane, detail: boolean): void => {
  const { scale } = pen.look.layout;
  const top = lane.across - 10 * scale;
  const foot = lane.across - 4.5 * scale;
  const style = { ink: made.of, width: 1.5, dash: made.nil ? [3, 2] : [], alpha: 0.95 } as const;
  const places = made.votes.map((vote) => pen.along(vote));
  const [first, last] = [places[0] ?? 0, pen.along(made.at)];
  pen.line(
    'lines',
    [
      { along: first, across: top },
      { along: last, across: top },
    ],
    style,
  );
  for (const along of new Set([...places, last]))
    pen.line(
      'lines',
      [
        { along, across: top },
        { along, across: foot },
      ],
      { ...style, dash: [] },
    );
  if (!detail) return;
  pen.text(String(made.votes.length), { along: last + 2, across: top }, { ink: 'soft', size: Math.max(8, 9 * scale), bold: true });
};

const drawWork = (pen: Pen, made: WorkMark, lane: Lane): void => {
  const { scale } = pen.look.layout;
  const { from, to } = wayOf(pen, made);
  if (made.work === 'committing') {
    pen.line(
      'bars',
      [
        { along: from, across: lane.across },
        { along: to, across: lane.across },
      ],
      { ink: 'strong', width: 1.6, dash: [1, 2] },
    );
    return;
  }
  const size = 7 * scale;
  pen.bar(
    'bars',
    { along: from, across: lane.across - size / 2 },
    { along: to, size },
    { ink: WORK_INKS[made.work], alpha: made.work === 'proposing' ? 0.75 : 0.5 },
  );
};

type Sign = { readonly glyph: Glyph; readonly ink: Ink; readonly size: number; readonly hollow?: boolean; readonly lift?: number };
const SIGNS: Readonly<Record<Exclude<PointName, 'vote' | 'round'>, Sign>> = {
  decision: { glyph: 'star', ink: 'decision', size: 9 },
  synced: { glyph: 'sync', ink: 'sync', size: 6, hollow: true },
  committed: { glyph: 'block', ink: 'ink', size: 4.5 },
  root: { glyph: 'root', ink: 'ink', size: 4.8, hollow: true },
  invalid: { glyph: 'cross', ink: 'bad', size: 6 },
  conflict: { glyph: 'split', ink: 'bad', size: 6 },
  refused: { glyph: 'cross', ink: 'bad', size: 3.5 },
  bridge_lost: { glyph: 'cross', ink: 'bad', size: 5, lift: -16 },
  bridge_restored: { glyph: 'again', ink: 'precommit', size: 5, lift: -16, hollow: true },
  peer_dropped: { glyph: 'cross', ink: 'bad', size: 5, lift: 8 },
  user: { glyph: 'flag', ink: 'focus', size: 5, lift: 8 },
  fault_on: { glyph: 'bolt', ink: 'fault', size: 7, lift: 12 },
  fault_off: { glyph: 'bolt', ink: 'fault', size: 7, lift: 12, hollow: true },
  restart: { glyph: 'again', ink: 'precommit', size: 5, hollow: true },
};

/** What is still drawn from far away. */
const FAR_SIGNS: ReadonlySet<PointName> = new Set(['decision', 'synced', 'invalid', 'conflict', 'fault_on', 'fault_off', 'restart']);

const drawPoint = (pen: Pen, made: PointMark, lane: Lane, detail: boolean): void => {
  const { scale, glyphs } = pen.look.layout;
  const along = pen.along(made.at);
  if (made.name === 'round') {
    if (made.round !== null && made.round > 0)
      pen.text(
        `R${made.round}`,
        { along: along + 2, across: lane.across - 12 * scale },
        { ink: 'bad', size: Math.max(8, 9 * scale), bold: true },
      );
    return;
  }
  if (made.name === 'vote') {
    if (made.vote !== null && detail)
      pen.glyph(made.vote.of, { along, across: lane.across }, { ink: made.vote.of, size: 6 * glyphs, hollow: made.vote.nil });
    return;
  }
  if (!detail && !FAR_SIGNS.has(made.name)) return;
  const sign = SIGNS[made.name];
  pen.glyph(
    sign.glyph,
    { along, across: lane.across - (sign.lift ?? 0) * scale },
    { ink: sign.ink, size: sign.size * glyphs, hollow: sign.hollow ?? false },
  );
};

const NETWORK_FAULTS: ReadonlySet<string> = new Set([
  'drop',
  'drop_first',
  'delay',
  'jitter',
  'duplicate',
  'corrupt',
  'partition',
  'one_way_cut',
]);

const drawSpan = (pen: Pen, made: Primitive, lane: Lane): void => {
  const { layout } = pen.look;
  const pair = layout.pairs.find((item) => item.validator === lane.validator);
  if (pair === undefined || !('to' in made)) return;
  const { from, to } = wayOf(pen, made);
  if (made.kind === 'phase') {
    const style = { ink: STEP_INKS[made.step], width: 3.4 * layout.scale, alpha: 0.9 };
    pen.line(
      'bars',
      [
        { along: from, across: lane.across },
        { along: to, across: lane.across },
      ],
      style,
    );
  } else if (made.kind === 'down') {
    const half =
      slotOf(made.p) === 0
        ? { across: pair.from + 1, size: pair.size * 0.6 }
        : { across: pair.from + pair.size * 0.6, size: pair.size * 0.4 - 1 };
    pen.bar('ground', { along: from, across: half.across }, { along: to, size: half.size }, { ink: 'bad', alpha: 0.14 });
    pen.bar('ground', { along: from, across: half.across }, { along: to, size: half.size }, { ink: 'bad', alpha: 0.5, hatched: true });
  } else if (made.kind === 'fault' && NETWORK_FAULTS.has(made.what)) {
    // It concerns no single lane: its bar lies under the labels of the axis.
    pen.bar('ground', { along: from, across: layout.ruler - 6 }, { along: to, size: 5 }, { ink: 'fault', alpha: 0.8, hatched: true });
  } else if (made.kind === 'fault') {
    pen.bar(
      'ground',
      { along: from, across: pair.from + 1 },
      { along: to, size: 5 * layout.scale },
      { ink: 'fault', alpha: 0.7, hatched: true },
    );
  }
};

/** Draws what happens on the lanes; `detail`: there is room for glyphs. */
export const drawMarks = (pen: Pen, made: readonly Primitive[], detail: boolean): void => {
  for (const item of made) {
    const lane = pen.lane(item.p);
    if (lane === null) continue;
    if (item.kind === 'timeout') drawTimeout(pen, item, lane);
    else if (item.kind === 'lock') drawLock(pen, item, lane, detail);
    else if (item.kind === 'quorum') drawQuorum(pen, item, lane, detail);
    else if (item.kind === 'work') drawWork(pen, item, lane);
    else if (item.kind === 'point') drawPoint(pen, item, lane, detail);
    else drawSpan(pen, item, lane);
  }
};
