// The middle of a card: calls between the two chambers of one validator, from the moment they leave consensus until the answer is back.
// The batcher serves one call at a time (world.md 4); a call that waits is in the queue. Folds the events of both processes of the validator.
import type { Felt } from '../base/felt.ts';
import type { BatcherAnswer, BatcherRequest, BatcherRequestKind, BatcherResponse, ProposalId } from '../types/batcher.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, type TimeUs, slotOf } from '../types/ids.ts';
import { type Handlers, type View, applyHandlers } from './view.ts';

type CallStage = 'to_batcher' | 'waiting' | 'serving' | 'to_consensus';
export type BridgeCall = {
  readonly callId: number;
  /** The batcher instance, from 1. */
  readonly slot: number;
  readonly request: BatcherRequestKind;
  readonly proposalId: ProposalId | null;
  /** Transactions that the call carries, by hash. */
  readonly hashes: readonly Felt[];
  readonly stage: CallStage;
  /** Of the answer; null while there is none. */
  readonly ok: boolean | null;
  readonly sentAt: TimeUs;
  /** Time of the last change of stage. */
  readonly since: TimeUs;
};

/** What a call or an answer carries, for its label: transactions, or the first digits of a commitment. */
export type BridgeCargo =
  | { readonly kind: 'none' }
  | { readonly kind: 'txs'; readonly count: number }
  | { readonly kind: 'hash'; readonly hash: Felt };
/** The newest request that left consensus, answered or not. */
export type LastRequest = {
  readonly callId: number;
  readonly request: BatcherRequestKind;
  readonly cargo: BridgeCargo;
  readonly attempt: number;
};

export type BridgeCard = {
  /** In order of sending. */
  readonly calls: readonly BridgeCall[];
  readonly lastRequest: LastRequest | null;
  /** The last call whose answer came back. */
  readonly last: {
    readonly request: BatcherRequestKind;
    readonly ok: boolean;
    readonly error: string | null;
    /** Kind of the response; null for an error. */
    readonly response: BatcherResponse['kind'] | null;
    readonly cargo: BridgeCargo;
    readonly at: TimeUs;
  } | null;
  readonly answered: number;
};

const moveCall = (card: BridgeCard, callId: number, change: Partial<BridgeCall>): BridgeCard => ({
  ...card,
  calls: card.calls.map((call) => (call.callId === callId ? { ...call, ...change } : call)),
});

const NO_CARGO: BridgeCargo = Object.freeze({ kind: 'none' });

const cargoOfRequest = (request: BatcherRequest): BridgeCargo =>
  request.kind === 'send_txs_for_proposal' ? { kind: 'txs', count: request.txs.length } : NO_CARGO;

const cargoOfAnswer = (answer: BatcherAnswer): BridgeCargo => {
  if (!answer.ok) return NO_CARGO;
  if (answer.value.kind === 'proposal_txs') return { kind: 'txs', count: answer.value.txs.length };
  return answer.value.kind === 'proposal_finished' ? { kind: 'hash', hash: answer.value.info.partialBlockHash } : NO_CARGO;
};

const HANDLERS: Handlers<BridgeCard> = {
  call_sent: (card, { callId, request, attempt, slot, t }) => {
    const call: BridgeCall = {
      callId,
      slot: slot ?? BATCHER_SLOT,
      request: request.kind,
      proposalId: 'proposalId' in request ? request.proposalId : null,
      hashes: request.kind === 'send_txs_for_proposal' ? request.txs.map((tx) => tx.hash) : [],
      stage: 'to_batcher',
      ok: null,
      sentAt: t,
      since: t,
    };
    const lastRequest: LastRequest = { callId, request: request.kind, cargo: cargoOfRequest(request), attempt };
    return { ...card, calls: [...card.calls.filter((old) => old.callId !== callId), call], lastRequest };
  },
  call_delivered: (card, { callId, t }) => moveCall(card, callId, { stage: 'waiting', since: t }),
  call_started: (card, { callId, t }) => moveCall(card, callId, { stage: 'serving', since: t }),
  answer_sent: (card, { callId, t, ok }) => moveCall(card, callId, { stage: 'to_consensus', ok, since: t }),
  answer_delivered: (card, { callId, request, answer, t }) => ({
    ...card,
    calls: card.calls.filter((call) => call.callId !== callId),
    last: {
      request,
      ok: answer.ok,
      error: answer.ok ? null : errorName(answer.error),
      response: answer.ok ? answer.value.kind : null,
      cargo: cargoOfAnswer(answer),
      at: t,
    },
    answered: card.answered + 1,
  }),
  // Over the seed's stream the batcher pushes what consensus pulls otherwise.
  bridge_frame_delivered: (card, { what, t, p }) =>
    what.kind !== 'content' || slotOf(p) !== CONSENSUS_SLOT
      ? card
      : {
          ...card,
          last: {
            request: 'get_proposal_content',
            ok: what.content !== 'abort',
            error: what.content === 'abort' ? 'ProposalAborted' : null,
            response: what.content === 'txs' ? 'proposal_txs' : what.content === 'finish' ? 'proposal_finished' : null,
            cargo: what.content === 'txs' ? { kind: 'txs', count: what.count } : NO_CARGO,
            at: t,
          },
        },
  crashed: (card, event) =>
    // Consensus forgets what it asked; a batcher that stops forgets what it was asked.
    slotOf(event.p) === CONSENSUS_SLOT
      ? { ...card, calls: [], lastRequest: null, last: null }
      : { ...card, calls: card.calls.filter((c) => c.stage === 'to_batcher' || c.slot !== slotOf(event.p)) },
};

const errorName = (
  error:
    | { readonly kind: 'client_error'; readonly reason: string }
    | { readonly kind: 'batcher_error'; readonly error: { readonly code: string } },
): string => (error.kind === 'client_error' ? error.reason : error.error.code);

/** Bridge of one validator; feed it the events of both its processes. */
export const bridgeCardView: View<BridgeCard> = {
  empty: () => ({ calls: [], lastRequest: null, last: null, answered: 0 }),
  apply: (card, event) => applyHandlers(HANDLERS, card, event),
};

/** Calls that wait behind the one being served. */
export const waitingCalls = (card: BridgeCard): readonly BridgeCall[] => card.calls.filter((call) => call.stage === 'waiting');
/** The call that the batcher serves. */
export const servedCall = (card: BridgeCard): BridgeCall | null => card.calls.find((call) => call.stage === 'serving') ?? null;
