// The camera of the stage looks at a validator, a message or a transaction, as they are at the moment that is shown.
import { flightOf, pointOnRoute } from '../../core/view/flight.ts';
import { validatorOf } from '../../core/types/ids.ts';
import { findMessage, inFlightAt } from '../../core/view/messages.ts';
import { playhead, useRun } from '../store/run.ts';
import type { FocusTarget } from '../store/stage-view.ts';
import { type Place, type Spread, centresOf } from './layout.ts';
import { SHOWN } from './shown.ts';

/** At least this near, so that what is looked at is more than a dot. */
const NEAR_ZOOM = 1;

const placeOfMessage = (id: string, spread: Spread): Place | null => {
  const message = findMessage(useRun.getState().line.messages, id);
  if (message === null) return null;
  const { edges } = SHOWN;
  const [a, b] = [edges[message.from], edges[message.to]];
  if (a === undefined || b === undefined) return null;
  return pointOnRoute({ a, b, hub: spread.hub }, flightOf(message, playhead.us())?.progress ?? 1, 0);
};

/** A transaction is where it travels, else where it was seen last. */
const placeOfTransaction = (hash: string, spread: Spread): Place | null => {
  const { line, us, cursor } = useRun.getState();
  const travelling = inFlightAt(line.messages, us).find(
    ({ what }) => what.kind === 'transaction' && `0x${what.hash.toString(16)}` === hash,
  );
  if (travelling !== undefined) return placeOfMessage(travelling.id, spread);
  const last = line.transactions.lives.get(hash)?.stages.findLast((stage) => stage.step <= cursor);
  return last === undefined ? null : (centresOf(spread)[last.validator] ?? null);
};

/** A proposal is amid what travels of it; while nothing does, and in every step, where its story went on last. */
const placeOfProposal = ({ height, round }: FocusTarget & { readonly kind: 'proposal' }, spread: Spread): Place | null => {
  const { line, us, cursor, told, playing } = useRun.getState();
  const travelling = inFlightAt(line.messages, us).filter(
    ({ what }) => (what.kind === 'proposal_part' || what.kind === 'vote') && what.height === height && what.round === round,
  );
  const places = travelling.flatMap(({ id }) => placeOfMessage(id, spread) ?? []);
  const last = lastTold(told, cursor);
  if (places.length > 0 && (playing || last !== cursor)) {
    const mean = (axis: 'x' | 'y'): number => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    return { x: mean('x'), y: mean('y') };
  }
  const event = last === null ? undefined : line.events[line.starts[last - 1] ?? -1];
  return event === undefined ? null : (centresOf(spread)[validatorOf(event.p)] ?? null);
};

/** The newest step that is told of, up to a cursor. */
const lastTold = (told: ReadonlySet<number> | null, cursor: number): number | null => {
  if (told === null || told.size === 0) return null;
  for (let at = cursor; at > 0; at--) if (told.has(at)) return at;
  return null;
};

const placeOf = (target: FocusTarget, spread: Spread): Place | null => {
  switch (target.kind) {
    case 'validator':
      return centresOf(spread)[target.id] ?? null;
    case 'message':
      return placeOfMessage(target.id, spread);
    case 'transaction':
      return placeOfTransaction(target.id, spread);
    case 'proposal':
      return placeOfProposal(target, spread);
  }
};

/** Moves the camera to a target; false when it is not on the stage at this moment. */
export const focusOn = (target: FocusTarget): boolean => {
  const { camera, spread } = SHOWN;
  const at = spread === null ? null : placeOf(target, spread);
  if (camera === null || at === null) return false;
  camera.lookAt(at, Math.max(NEAR_ZOOM, camera.zoom()));
  return true;
};
