// Who cannot take part: down, without a batcher, behind; and which links lose every frame.
import { logEventId } from '../../log/event.ts';
import { validatorOf } from '../../types/ids.ts';
import type { ValidatorCard } from '../cluster.ts';
import { validatorName } from '../format.ts';
import { type Reason, type Scene, lastEvent, reason, weightOfAll } from './scene.ts';

/** Frames of the last so much time tell which links lose them. */
const LINK_WINDOW_US = 5_000_000;
const CRASHES: ReadonlySet<string> = new Set(['crashed']);
const HEIGHTS: ReadonlySet<string> = new Set(['height_started', 'synced', 'started']);

/** Who is missing, and whether the others are enough. */
export const presence = (scene: Scene): readonly Reason[] => {
  const { view, cards, height, need } = scene;
  const indexes = (test: (card: ValidatorCard) => boolean): readonly number[] =>
    cards.filter((card) => card.follower === null && test(card)).map((card) => card.index);
  const down = indexes((card) => !card.consensus.running && card.consensus.height !== null);
  const stopped = indexes((card) => card.consensus.running && card.batcher.crashed);
  const behind = indexes(({ consensus }) => consensus.running && consensus.height !== null && consensus.height < height);
  const up = weightOfAll(
    scene,
    indexes(({ consensus }) => consensus.running && (consensus.height ?? 0) >= height),
  );
  const found: Reason[] = [];
  if (up < need && view.network.topHeight > 0) found.push(reason('unreachable', [], { have: String(up), need: String(need) }));
  if (down.length > 0)
    found.push(reason('down', down, { weight: String(weightOfAll(scene, down)) }, lastEvent(scene, down[0] ?? 0, CRASHES)));
  if (stopped.length > 0) found.push(reason('batcher_down', stopped, {}, lastEvent(scene, stopped[0] ?? 0, CRASHES)));
  for (const validator of behind) {
    const at = cards[validator]?.consensus.height ?? 0;
    found.push(reason('behind', [validator], { at, height }, lastEvent(scene, validator, HEIGHTS)));
  }
  return found;
};

/** Links that lost every consensus frame of the last while. */
export const cuts = (scene: Scene): readonly Reason[] => {
  const { line, cursor, us } = scene;
  const links = new Map<string, { from: number; to: number; sent: number; lost: number; eventId: string }>();
  for (let i = (line.starts[cursor] ?? line.events.length) - 1; i >= 0; i--) {
    const event = line.events[i];
    if (event === undefined || event.t < us - LINK_WINDOW_US) break;
    if (event.kind !== 'frame_sent' || event.topic === 'mempool') continue;
    const from = validatorOf(event.p);
    const count = scene.cards.length;
    if (from >= count) continue;
    for (const target of event.targets.filter(({ to }) => to < count)) {
      const key = `${from}>${target.to}`;
      const old = links.get(key) ?? { from, to: target.to, sent: 0, lost: 0, eventId: logEventId(event) };
      links.set(key, { ...old, sent: old.sent + 1, lost: old.lost + (target.arriveAt === null ? 1 : 0) });
    }
  }
  return [...links.values()]
    .filter(({ sent, lost }) => lost > 0 && lost === sent)
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .map(({ from, to, lost, eventId }) => reason('cut', [from, to], { from: validatorName(from), to: validatorName(to), lost }, eventId));
};
