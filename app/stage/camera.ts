// The camera of the stage looks at a validator, a message or a transaction, as they are at the moment that is shown.
import { flightOf, pointOnRoute } from '../../core/view/flight.ts';
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

const placeOf = (target: FocusTarget, spread: Spread): Place | null => {
  switch (target.kind) {
    case 'validator':
      return centresOf(spread)[target.id] ?? null;
    case 'message':
      return placeOfMessage(target.id, spread);
    case 'transaction':
      return placeOfTransaction(target.id, spread);
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
