// "Why no progress?": what keeps the lowest undecided height from being decided, from the log and the picture alone: who is down or behind, which links
// lose frames, which quorum lacks how much weight, who waits for what, which timers will fire. It predicts nothing beyond pending timers.
import { cuts, presence } from './stall/presence.ts';
import { type Asked, type Reason, type ReasonKind, names, reason, sceneOf } from './stall/scene.ts';
import { vetoes, votes } from './stall/votes.ts';
import { bridges, flights, proposals, timers } from './stall/waiting.ts';
import type { Timeline } from './timeline.ts';

export type NoProgress = {
  /** The lowest height without a quorum of decisions. */
  readonly height: number;
  /** Its highest round so far; null before any validator began it. */
  readonly round: number | null;
  /** How long it has been under way, microseconds. */
  readonly forUs: number;
  /** What weighs most first. */
  readonly reasons: readonly Reason[];
};

/** Reasons for which something will still happen by itself. */
const MOVES: ReadonlySet<ReasonKind> = new Set<ReasonKind>(['timer', 'building', 'executing', 'bridge', 'in_flight']);

/** Reasons that are the same but for whom they concern become one. */
const grouped = (found: readonly Reason[]): readonly Reason[] => {
  const groups = new Map<string, Reason>();
  for (const one of found) {
    const key = [one.kind, ...Object.entries(one.params).flatMap(([name, value]) => (name === 'who' ? [] : [`${name}=${value}`]))].join(
      ' ',
    );
    const old = groups.get(key);
    const validators = [...(old?.validators ?? []), ...one.validators];
    groups.set(key, old === undefined ? one : { ...old, validators, params: { ...old.params, who: names(validators) } });
  }
  return [...groups.values()];
};

/** Why the lowest undecided height is not decided yet, at a cursor and its picture. */
export const noProgress = (line: Timeline, asked: Asked): NoProgress => {
  const scene = sceneOf(line, asked);
  const begun = line.events.find((event) => event?.kind === 'height_started' && event.height === scene.height && event.t <= scene.us);
  const found = [presence, cuts, vetoes, proposals, bridges, votes, flights, timers].flatMap((find) => find(scene));
  const active = found.some(({ kind }) => MOVES.has(kind));
  return {
    height: scene.height,
    round: scene.inside.length === 0 ? null : scene.round,
    forUs: begun === undefined ? 0 : scene.us - begun.t,
    reasons: active || begun === undefined ? grouped(found) : [...grouped(found), reason('nothing_pending', [])],
  };
};
