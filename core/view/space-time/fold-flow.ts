// Records of what travels: frames between consensus processes, calls and answers over the bridge.
import { type FrameSummary, type LogEvent, logEventId } from '../../log/event.ts';
import { CONSENSUS_SLOT, type ProcessId, toProcessId, validatorOf } from '../../types/ids.ts';
import type { EventOf } from '../view.ts';
import type { Diagram } from './diagram.ts';
import type { CallMark, FrameShape, MessageMark, Place } from './primitives.ts';
import { isRepeat } from './routine.ts';
import { addPrimitive, closeSpan, openSpan } from './spans.ts';

/** A frame that was due so long ago was never handled: its receiver was down. */
const LOST_US = 10_000_000;

/** Votes and proposals have shapes of their own; what else two nodes send each other is state sync. */
const shapeOf = (what: FrameSummary): FrameShape => {
  if (what.kind === 'vote') return what.voteType;
  if (what.kind === 'proposal_part') return what.part;
  return what.kind === 'transaction' ? 'transaction' : 'sync';
};

const send = (diagram: Diagram, event: EventOf<'frame_sent'>, at: Place): void => {
  for (const target of event.targets) {
    const id = `${logEventId(event)}>${target.to}`;
    const made: MessageMark = {
      kind: 'message',
      id: diagram.byId.has(id) ? `${id}#${diagram.byId.size}` : id,
      p: event.p,
      at,
      to: null,
      target: toProcessId(target.to, CONSENSUS_SLOT),
      arriveAt: target.arriveAt,
      fate: target.fate,
      shape: shapeOf(event.what),
      nil: event.what.kind === 'vote' && event.what.commitment === null,
      routine: isRepeat(event.what),
    };
    if (target.arriveAt === null) addPrimitive(diagram, made);
    else openSpan(diagram, made.id, made);
  }
};

/** Closes the frame; a second copy of one that is closed already is a record of its own. */
const deliver = (diagram: Diagram, event: EventOf<'frame_delivered'>, at: Place): void => {
  if (event.cause === null) return;
  const id = `${event.cause}>${validatorOf(event.p)}`;
  if (closeSpan(diagram, id, at) !== null) return;
  const copy = [...diagram.open.keys()].find((key) => key.startsWith(`${id}#`));
  if (copy !== undefined) {
    closeSpan(diagram, copy, at);
    return;
  }
  const first = diagram.byId.get(id);
  if (first?.kind !== 'message') return;
  addPrimitive(diagram, { ...first, id: `${id}#${logEventId(event)}`, to: at }, first.at.step, at.step);
};

type CallStart = Pick<CallMark, 'direction' | 'request' | 'ok' | 'target'>;
const callMark = (event: LogEvent, at: Place, start: CallStart): CallMark => ({
  kind: 'call',
  id: logEventId(event),
  p: event.p,
  at,
  to: null,
  ...start,
});

/** Ends what the delivery names as its cause, a call or an answer; the receiver is known then. */
const arrive = (diagram: Diagram, event: EventOf<'call_delivered' | 'answer_delivered'>, at: Place): void => {
  if (event.cause === null) return;
  const key = `call/${event.cause}`;
  const made = diagram.open.get(key);
  if (made?.kind === 'call') made.target = event.p;
  closeSpan(diagram, key, at);
};

const consensusOf = (p: ProcessId): ProcessId => toProcessId(validatorOf(p), CONSENSUS_SLOT);
const batcherOf = (p: ProcessId): ProcessId => toProcessId(validatorOf(p), CONSENSUS_SLOT + 1);

/** Takes in one event that sends or receives. */
export const foldFlow = (diagram: Diagram, event: LogEvent, at: Place): void => {
  const key = `call/${logEventId(event)}`;
  if (event.kind === 'frame_sent') send(diagram, event, at);
  else if (event.kind === 'frame_delivered') deliver(diagram, event, at);
  else if (event.kind === 'call_sent')
    openSpan(
      diagram,
      key,
      callMark(event, at, { direction: 'request', request: event.request.kind, ok: true, target: batcherOf(event.p) }),
    );
  else if (event.kind === 'answer_sent')
    openSpan(
      diagram,
      key,
      callMark(event, at, { direction: 'answer', request: event.request, ok: event.ok, target: consensusOf(event.p) }),
    );
  else if (event.kind === 'call_delivered' || event.kind === 'answer_delivered') arrive(diagram, event, at);
};

/** Files what was due long ago as never handled. */
export const sweepLost = (diagram: Diagram): void => {
  const now = diagram.times.at(-1) ?? 0;
  for (const [key, made] of diagram.open) {
    const isLost =
      (made.kind === 'message' && made.arriveAt !== null && now - made.arriveAt > LOST_US) ||
      (made.kind === 'call' && now - made.at.t > LOST_US);
    if (!isLost) continue;
    diagram.open.delete(key);
    addPrimitive(diagram, made);
  }
};
