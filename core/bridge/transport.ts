// The bridge between the two chambers of a validator, as a transport sees it. A call is a BatcherRequest and its answer a BatcherAnswer, plain values that
// the simulation carries; a transport says how long they travel, what happens when a call fails to get through, and what its bytes look like.
// What a call means is the batcher's business. Source: crates/apollo_infra, protocol.md 7.1.
import type { BridgeTransportKind } from '../types/settings.ts';
import type { BatcherAnswer, BatcherClientError, BatcherRequest, BatcherRequestKind } from '../types/batcher.ts';

/** Why a call got no answer; names after Apollo's ClientError. An answer that carries a BatcherError is no transport error. */
export type TransportError = {
  readonly code:
    | 'CommunicationFailure'
    | 'ResponseDeserializationFailure'
    | 'ResponseParsingFailure'
    | 'ResponseError'
    | 'UnexpectedResponse';
  readonly detail: string;
};

/** What to do after a failed attempt: send the same request again after a pause, or give the caller this error. */
export type RetryDecision =
  | { readonly kind: 'wait'; readonly us: number }
  | { readonly kind: 'give_up'; readonly error: BatcherClientError };

export interface BridgeTransport {
  readonly name: BridgeTransportKind;
  readonly preset: 'local' | 'remote';
  /** Microseconds each way. */
  readonly latencyUs: number;
  /** False: nothing is serialised, and the texts below show the remote form. */
  readonly hasBytes: boolean;
  /** After attempt number `attempt` (from 1) failed. Pure: the same input, the same decision. */
  readonly afterFailure: (attempt: number, error: TransportError) => RetryDecision;
  readonly requestToText: (request: BatcherRequest) => string;
  /** Null when the answer is a transport error: then nothing came back. */
  readonly answerToText: (request: BatcherRequestKind, answer: BatcherAnswer) => string | null;
}
