// Apollo's own transport: one request, one answer. Local: a channel inside one process, no bytes, a failure is final at once. Remote: HTTP/2 POST with a
// JSON body, up to `attempts` attempts on any error, back-off doubling from `backoffUs` to `backoffMaxUs`. There is no idempotency key: a request whose
// answer was lost is executed twice, so a retried ProposeBlock can meet its own first copy. Source: crates/apollo_infra, protocol.md 7.1.
import { assert } from '../../base/assert.ts';
import type { BridgeSettings } from '../../types/settings.ts';
import type { BridgeTransport, RetryDecision, TransportError } from '../transport.ts';
import { answerToJson, requestToJson } from './apollo-json.ts';

/** Doublings after which the maximum is reached for every sensible setting; keeps the power exact. */
const DOUBLINGS_MAX = 40;

/** The pause after failed attempt number `attempt` (from 1): backoffUs, twice that, and so on, at most backoffMaxUs. */
const backoffUs = (attempt: number, settings: BridgeSettings): number =>
  Math.min(settings.backoffUs * 2 ** Math.min(attempt - 1, DOUBLINGS_MAX), settings.backoffMaxUs);

const decide = (settings: BridgeSettings, attempt: number, error: TransportError): RetryDecision => {
  assert(Number.isInteger(attempt) && attempt >= 1, 'afterFailure: attempts count from 1');
  const isLast = settings.preset === 'local' || attempt >= settings.attempts;
  if (!isLast) return { kind: 'wait', us: backoffUs(attempt, settings) };
  return { kind: 'give_up', error: { kind: 'client_error', reason: `${error.code}: ${error.detail}` } };
};

export const createApolloTransport = (settings: BridgeSettings): BridgeTransport => ({
  name: 'apollo',
  preset: settings.preset,
  latencyUs: settings.latencyUs,
  hasBytes: settings.preset === 'remote',
  afterFailure: (attempt, error) => decide(settings, attempt, error),
  requestToText: requestToJson,
  answerToText: answerToJson,
});
