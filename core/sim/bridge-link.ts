// The bridge between the chambers as the runner of each process sees it: latency, order, and what a fault makes of a message. Honest processes never read
// a fault; a call that cannot get through is answered by the transport itself. Source: protocol.md 7.1; world.md 8 and 11.
// Over `apollo` a cut or a stopped batcher fails calls at once, those under way too; over the seed's stream frames are lost and heartbeats find it out.
// A request that is doubled: the batcher gets it twice, for there is no idempotency key. Consensus hears the first answer, of ProposeBlock the second,
// as when the first was lost; reading content is not doubled. A frame that is doubled is seen by its number.
import type { Fault } from '../net/fault.ts';
import type { BatcherRequestKind } from '../types/batcher.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT } from '../types/ids.ts';
import type { BridgeMessage } from '../validator/process.ts';

/** A call that has left consensus and is not answered. `skip`: answers that are lost on the way. */
type OpenCall = { readonly slot: number; readonly callId: number; readonly request: BatcherRequestKind; skip: number };

/** Plain data; changed in place. */
export type BridgeLinkState = {
  /** At consensus, by `slot:callId`. */
  readonly calls: Map<string, OpenCall>;
  /** At a batcher, by call id: the caller's lives in order of arrival; null once the answer can no longer get back. */
  readonly lives: Map<number, (number | null)[]>;
  /** When the last message to a slot arrives: nothing overtakes. */
  readonly lastAt: Map<number, number>;
};

export const createBridgeLink = (): BridgeLinkState => ({ calls: new Map(), lives: new Map(), lastAt: new Map() });

/** What a crash leaves of it: nothing. */
export const forgetBridge = (state: BridgeLinkState): void => {
  state.calls.clear();
  state.lives.clear();
};

/** One end: its slot, its life, the faults that its runner keeps. */
export type BridgeEnd = { readonly slot: number; readonly life: number; readonly faults: Iterable<Fault> };

/** A message on its way: to which slot and when. `life`: of the caller, with a call and its answer. */
export type Crossing = { readonly slot: number; readonly at: number; readonly message: BridgeMessage; readonly life: number | null };
/** An answer that the transport gives itself. */
export type Refused = { readonly slot: number; readonly at: number; readonly message: BridgeMessage };

const keyOf = (slot: number, callId: number): string => `${slot}:${callId}`;

/** The instance that a message from `from` to `to` concerns. */
const instanceOf = (from: number, to: number): number => (from === CONSENSUS_SLOT ? to : from);

/** True when nothing crosses to or from the instance. */
const isCut = (fault: Fault, instance: number): boolean =>
  fault.kind === 'bridge_cut' ||
  (fault.kind === 'crash' && fault.part === 'batcher' && (fault.instance === null || fault.instance === instance));

const failure = (call: { readonly callId: number; readonly request: BatcherRequestKind }, detail: string): BridgeMessage => ({
  kind: 'answer',
  callId: call.callId,
  request: call.request,
  answer: { ok: false, error: { kind: 'client_error', reason: `CommunicationFailure: ${detail}` } },
});

type Sending = { readonly to: number; readonly now: number; readonly latencyUs: number; readonly extraUs: number };

/** What becomes of a message that leaves. */
export const crossBridge = (
  state: BridgeLinkState,
  end: BridgeEnd,
  { to, now, latencyUs, extraUs }: Sending,
  message: BridgeMessage,
): { readonly crossings: readonly Crossing[]; readonly refused: Refused | null } => {
  const faults = [...end.faults];
  const instance = instanceOf(end.slot, to);
  const life = message.kind === 'call' ? end.life : message.kind === 'answer' ? takeLife(state, message.callId) : null;
  if (faults.some((fault) => isCut(fault, instance))) {
    if (message.kind !== 'call') return { crossings: [], refused: null };
    const refusal = failure({ callId: message.callId, request: message.request.kind }, 'connection refused');
    return { crossings: [], refused: { slot: to, at: now + 2 * latencyUs, message: refusal } };
  }
  const isLost =
    (message.kind === 'answer' && life === null) ||
    (message.kind === 'stream_frame' && message.isBeat && faults.some((fault) => fault.kind === 'heartbeat_loss'));
  if (isLost) return { crossings: [], refused: null };
  const slowUs = faults.reduce((sum, fault) => sum + (fault.kind === 'bridge_slow' ? fault.byUs : 0), 0);
  const at = Math.max(now + latencyUs + extraUs + slowUs, state.lastAt.get(to) ?? 0);
  state.lastAt.set(to, at);
  const crossing: Crossing = { slot: to, at, message, life };
  const doubled = faults.some((fault) => fault.kind === 'bridge_duplicate') && isDoubled(message);
  if (message.kind === 'call') noteCall(state, to, message, doubled);
  return { crossings: doubled ? [crossing, crossing] : [crossing], refused: null };
};

const isDoubled = (message: BridgeMessage): boolean =>
  message.kind === 'stream_frame' || (message.kind === 'call' && message.request.kind !== 'get_proposal_content');

const noteCall = (state: BridgeLinkState, slot: number, message: BridgeMessage & { readonly kind: 'call' }, doubled: boolean): void => {
  const { callId, request } = message;
  const skip = doubled && request.kind === 'propose_block' ? 1 : 0;
  state.calls.set(keyOf(slot, callId), { slot, callId, request: request.kind, skip });
};

const takeLife = (state: BridgeLinkState, callId: number): number | null => {
  const lives = state.lives.get(callId) ?? [];
  const [life = null, ...rest] = lives;
  if (rest.length === 0) state.lives.delete(callId);
  else state.lives.set(callId, rest);
  return life;
};

/** True when an arriving message reaches the process; notes calls and closes answered ones. `from`: slot of the sender. */
export const admitFromBridge = (
  state: BridgeLinkState,
  end: Pick<BridgeEnd, 'life'>,
  from: number,
  { message, life }: Pick<Crossing, 'message' | 'life'>,
): boolean => {
  if (message.kind === 'call') {
    state.lives.set(message.callId, [...(state.lives.get(message.callId) ?? []), life]);
    return true;
  }
  if (message.kind !== 'answer') return true;
  if (life !== end.life) return false;
  const key = keyOf(from, message.callId);
  const call = state.calls.get(key);
  if (call === undefined) return false;
  if (call.skip > 0) {
    call.skip--;
    return false;
  }
  state.calls.delete(key);
  return true;
};

/** A fault begins: calls under way that can no longer be answered fail now; what a batcher still owes cannot get back. */
export const breakBridge = (state: BridgeLinkState, fault: Fault, now: number): readonly Refused[] => {
  if (!isCut(fault, fault.kind === 'crash' ? (fault.instance ?? BATCHER_SLOT) : BATCHER_SLOT)) return [];
  for (const [callId, lives] of state.lives)
    state.lives.set(
      callId,
      lives.map(() => null),
    );
  const failed = [...state.calls.values()].filter(({ slot }) => isCut(fault, slot));
  return failed.map((call) => {
    state.calls.delete(keyOf(call.slot, call.callId));
    return { slot: call.slot, at: now, message: failure(call, 'connection reset') };
  });
};
