// Records of what travels: frames between consensus processes, calls and answers over the bridge.
import { type LogEvent, logEventId } from '../../log/event.ts';
import type { FrameSummary } from '../../log/frame-summary.ts';
import { CONSENSUS_SLOT, type ProcessId, slotOf, toProcessId, validatorOf } from '../../types/ids.ts';
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

const callKey = (p: ProcessId, callId: number, direction: CallMark['direction']): string => `call/${validatorOf(p)}/${callId}/${direction}`;

/** A call that is still open under its number was lost: this is the next attempt. */
const openCall = (diagram: Diagram, key: string, made: CallMark): void => {
  const lost = diagram.open.get(key);
  if (lost !== undefined) {
    diagram.open.delete(key);
    addPrimitive(diagram, lost);
  }
  openSpan(diagram, key, made);
};

/** Ends a call, an answer or a frame; who received it is known only then. */
const arrive = (diagram: Diagram, key: string, p: ProcessId, at: Place): void => {
  const made = diagram.open.get(key);
  if (made?.kind === 'call') made.target = p;
  closeSpan(diagram, key, at);
};

const consensusOf = (p: ProcessId): ProcessId => toProcessId(validatorOf(p), CONSENSUS_SLOT);
const batcherOf = (p: ProcessId): ProcessId => toProcessId(validatorOf(p), CONSENSUS_SLOT + 1);

/** A frame of the seed's stream. Frames that carry a call or an answer are drawn as that already; a heartbeat that arrives leaves no event. */
const sendFrame = (diagram: Diagram, event: EventOf<'bridge_frame'>, at: Place): void => {
  const { kind } = event.what;
  if (kind === 'heartbeat' || ('callId' in event.what && event.what.callId !== null)) return;
  const fromConsensus = slotOf(event.p) === CONSENSUS_SLOT;
  const target = fromConsensus ? toProcessId(validatorOf(event.p), event.slot) : consensusOf(event.p);
  const direction = fromConsensus ? 'request' : 'answer';
  openSpan(diagram, `bridge/${logEventId(event)}`, callMark(event, at, { direction, request: kind, ok: kind !== 'error', target }));
};

const foldCall = (diagram: Diagram, event: LogEvent, at: Place): void => {
  const { p } = event;
  if (event.kind === 'call_sent') {
    const start = { direction: 'request', request: event.request.kind, ok: true, target: batcherOf(p) } as const;
    openCall(diagram, callKey(p, event.callId, 'request'), callMark(event, at, start));
  } else if (event.kind === 'answer_sent') {
    const start = { direction: 'answer', request: event.request, ok: event.ok, target: consensusOf(p) } as const;
    openCall(diagram, callKey(p, event.callId, 'answer'), callMark(event, at, start));
  } else if (event.kind === 'call_delivered') arrive(diagram, callKey(p, event.callId, 'request'), p, at);
  else if (event.kind === 'answer_delivered') arrive(diagram, callKey(p, event.callId, 'answer'), p, at);
};

/** Takes in one event that sends or receives. */
export const foldFlow = (diagram: Diagram, event: LogEvent, at: Place): void => {
  if (event.kind === 'frame_sent') send(diagram, event, at);
  else if (event.kind === 'frame_delivered') deliver(diagram, event, at);
  else if (event.kind === 'bridge_frame') sendFrame(diagram, event, at);
  else if (event.kind === 'bridge_frame_delivered') arrive(diagram, `bridge/${event.cause ?? ''}`, event.p, at);
  else foldCall(diagram, event, at);
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
