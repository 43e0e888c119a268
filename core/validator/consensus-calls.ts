// Calls over the bridge: sent, answered, and sent again after a transport error as often as the preset allows (apollo_infra's remote client).
// Source: protocol.md 7.1, world.md 1. A call that simply takes long is not given up: get_proposal_content and finish_proposal block by design.
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import { toTimeUs } from '../types/ids.ts';
import { type PendingCall, type Run, change, log, sendOver, slotsOfBatchers } from './consensus-state.ts';
import { callOverStream } from './consensus-stream.ts';

/** First attempt of a call to the batcher instance `slot`. */
export const sendCall = (run: Run, slot: number, callId: number, request: BatcherRequest): void =>
  attempt(run, callId, { slot, request, attempt: 1, waiting: false });

/** The rest before another attempt is over. */
export const retryCall = (run: Run, callId: number): void => {
  const pending = run.state.calls.get(callId);
  if (pending?.waiting === true) attempt(run, callId, { ...pending, attempt: pending.attempt + 1, waiting: false });
};

/** A call that has not left its stream leaves over the bridge that holds now. */
export const moveCall = (run: Run, callId: number): void => {
  const pending = run.state.calls.get(callId);
  if (pending?.waiting === false) attempt(run, callId, pending);
};

const attempt = (run: Run, callId: number, pending: PendingCall): void => {
  const { slot, request } = pending;
  change(run, { calls: new Map(run.state.calls).set(callId, pending) });
  const isStream = run.state.bridge.transport === 'seed-stream';
  // Over the stream there is no such call: the batcher pushes.
  const several = slotsOfBatchers(run.env.config).length > 1 ? { slot } : {};
  if (!isStream || request.kind !== 'get_proposal_content')
    log(run, { kind: 'call_sent', callId, request, attempt: pending.attempt, ...several });
  if (isStream) callOverStream(run, slot, callId, request);
  else sendOver(run, slot, { kind: 'call', callId, request });
};

/** True while an answer to the call is expected. */
export const isExpected = (run: Run, callId: number): boolean => run.state.calls.get(callId)?.waiting === false;

/** The answer for good, or null when the call will be tried again. */
export const takeAnswer = (run: Run, callId: number, answer: BatcherAnswer): BatcherAnswer | null => {
  const pending = run.state.calls.get(callId);
  if (pending === undefined) return null;
  const { attempts, backoffUs, backoffMaxUs } = run.state.bridge;
  const isTransportError = !answer.ok && answer.error.kind === 'client_error';
  const calls = new Map(run.state.calls);
  if (!isTransportError || pending.attempt >= attempts) {
    calls.delete(callId);
    change(run, { calls });
    return answer;
  }
  change(run, { calls: calls.set(callId, { ...pending, waiting: true }) });
  // Doubling by hand: Math.pow may differ between engines.
  let pauseUs = backoffUs;
  for (let i = 1; i < pending.attempt && pauseUs < backoffMaxUs; i++) pauseUs *= 2;
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + Math.min(pauseUs, backoffMaxUs)), timer: { kind: 'bridge_retry', callId } });
  return null;
};
