// For tests only: an orchestrator driven by a scripted batcher in a small virtual time. Commitments are not Poseidon here but partial + fee, so that a
// reader can check them by eye; hashes of transactions are their nonces.
import { assert } from '../base/assert.ts';
import { type Felt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { err, ok } from '../base/result.ts';
import type { ManagerInput } from '../consensus/messages.ts';
import type { BatcherAnswer, BatcherError, BatcherRequest, BatcherResponse, FinishedProposalInfo } from '../types/batcher.ts';
import type { Receipt } from '../types/block.ts';
import type { ProposalInit, ProposalPart, StreamId } from '../types/consensus.ts';
import { type Height, type TimeUs, toHeight, toRound, toTimeUs } from '../types/ids.ts';
import type { OrchestratorSettings } from '../types/settings.ts';
import type { HashedTransaction, L1HandlerV0, Transaction } from '../types/transaction.ts';
import type { ContextCall, OrchestratorConfig, OrchestratorInput, OrchestratorReport } from './messages.ts';
import { stepOrchestrator } from './orchestrator.ts';
import { type OrchestratorState, createOrchestrator } from './state.ts';

export const GENESIS = 1_788_000_000;
export const BUILDER: Felt = toFelt(101);
export const PROPOSER: Felt = toFelt(100);
/** Time of the scripted bridge, both ways. */
const ROUND_TRIP_US = 100;

export const accepted: BatcherAnswer = { ok: true, value: { kind: 'done' } };
export const answerWith = (value: BatcherResponse): BatcherAnswer => ({ ok: true, value });
export const batcherError = (error: BatcherError): BatcherAnswer => ({ ok: false, error: { kind: 'batcher_error', error } });
export const transportError: BatcherAnswer = { ok: false, error: { kind: 'client_error', reason: 'CommunicationFailure' } };

/** A transaction whose hash is its nonce. */
export const txOf = (n: number): HashedTransaction<L1HandlerV0> =>
  freeze({
    hash: toFelt(n),
    tx: freeze({ kind: 'l1_handler', nonce: toFelt(n), address: toFelt(7), entryPointSelector: toFelt(8), calldata: [toFelt(9)] }),
  });

export const infoOf = (partial: number, nTxs: number, l2GasUsed = 0): FinishedProposalInfo => ({
  partialBlockHash: toFelt(partial),
  finalNExecutedTxs: nTxs,
  commitments: {
    transactionCommitment: toFelt(1),
    eventCommitment: toFelt(2),
    receiptCommitment: toFelt(3),
    stateDiffCommitment: toFelt(4),
    concatenatedCounts: toFelt(5),
  },
  l2GasUsed,
  parentProposalCommitment: toFelt(6),
});

const receiptOf = (hash: Felt): Receipt => ({
  transactionHash: hash,
  transactionKind: 'l1_handler',
  status: { kind: 'succeeded' },
  actualFee: 0n,
  events: [],
  messages: [],
  gas: { l1Gas: 0, l1DataGas: 0, l2Gas: 0 },
  daGas: { l1Gas: 0, l1DataGas: 0, l2Gas: 0 },
  resources: { steps: 0, memoryHoles: 0, builtins: new Map() },
});

const ZERO_WEIGHTS = {
  l1Gas: 0,
  messageSegmentLength: 0,
  nEvents: 0,
  nTxs: 0,
  stateDiffSize: 0,
  sierraGas: 0,
  provingGas: 0,
  receiptL2Gas: 0,
} as const;

/** DecisionReached of a block with these transactions. */
export const decisionAnswer = (hashes: readonly Felt[]): BatcherAnswer =>
  answerWith({
    kind: 'decision',
    decision: {
      stateDiff: { storage: new Map(), nonces: new Map(), deployed: new Map(), declared: new Map() },
      receipts: hashes.map((hash) => receiptOf(hash)),
      bouncerWeights: ZERO_WEIGHTS,
      parentProposalCommitment: null,
    },
  });

/** L1 at constant prices, a recorder that accepts, a converter that never fails. */
export const makeConfig = (settings: OrchestratorSettings, over: Partial<OrchestratorConfig> = {}): OrchestratorConfig => ({
  settings,
  genesisUnix: GENESIS,
  builder: BUILDER,
  recorder: { writeUs: 100_000, answer: () => 'accept', commitmentInfosOffset: () => null },
  l1: {
    priceInfo: () => ok({ baseFeeWei: 10_000_000_000n, blobFeeWei: 1_000n }),
    ethToFriRate: () => ok(10n ** 22n),
    strkUsdRate: () => ok(10n ** 17n),
  },
  converter: {
    toNetwork: (tx) => ok(tx.tx),
    fromNetwork: (tx) => (tx.kind === 'l1_handler' ? ok({ hash: tx.nonce, tx }) : err('only L1 handlers here')),
  },
  commitmentOf: (partial, fee) => toFelt(partial + (fee ?? 0n)),
  ...over,
});

/** What a scripted batcher answers; null: nothing comes back. */
export type Respond = (request: BatcherRequest, now: TimeUs, callId: number) => BatcherAnswer | null;
export type Sent = { readonly streamId: StreamId; readonly part: ProposalPart | { readonly kind: 'end' } };
type Waiting = { readonly at: number; readonly order: number; readonly input: OrchestratorInput };

/** Runs one orchestrator; collects what it asked, sent, said and reported. */
export class Script {
  readonly config: OrchestratorConfig;
  readonly calls: BatcherRequest[] = [];
  readonly sent: Sent[] = [];
  readonly manager: ManagerInput[] = [];
  readonly reports: OrchestratorReport[] = [];
  readonly fatal: string[] = [];
  state: OrchestratorState;
  respond: Respond;
  now: TimeUs = toTimeUs(0);
  #waiting: Waiting[] = [];
  #order = 0;

  constructor(config: OrchestratorConfig, respond: Respond) {
    this.config = config;
    this.respond = respond;
    this.state = createOrchestrator(8_000_000_000n, new Map());
  }

  give(input: OrchestratorInput): void {
    const { state, effects } = stepOrchestrator(this.state, this.config, this.now, input);
    this.state = state;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'report':
          this.reports.push(effect.report);
          break;
        case 'call': {
          this.calls.push(effect.request);
          const answer = this.respond(effect.request, this.now, effect.callId);
          if (answer !== null) this.later(this.now + ROUND_TRIP_US, { kind: 'answer', callId: effect.callId, answer });
          break;
        }
        case 'timer':
          assert(effect.at >= this.now, 'Script: a timer is not in the past');
          this.later(effect.at, { kind: 'timer', timer: effect.timer });
          break;
        case 'send_part':
          this.sent.push({ streamId: effect.streamId, part: effect.part });
          break;
        case 'close_stream':
          this.sent.push({ streamId: effect.streamId, part: { kind: 'end' } });
          break;
        case 'manager':
          this.manager.push(effect.input);
          break;
        case 'fatal':
          this.fatal.push(effect.code);
      }
    }
  }

  call(call: ContextCall): void {
    this.give({ kind: 'context', call });
  }

  later(at: number, input: OrchestratorInput): void {
    this.#waiting.push({ at, order: this.#order++, input });
    this.#waiting.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  /** Handles everything due up to `untilUs`, then stands there. */
  run(untilUs: number): void {
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || next.at > untilUs) break;
      this.#waiting.shift();
      this.now = toTimeUs(next.at);
      this.give(next.input);
    }
    this.now = toTimeUs(untilUs);
  }

  /** At (height, 0) with the batcher's height started. */
  atHeight(height: Height): this {
    this.call({ kind: 'set_height_and_round', height, round: toRound(0) });
    this.run(this.now + ROUND_TRIP_US);
    return this;
  }

  requests(): readonly BatcherRequest['kind'][] {
    return this.calls.map((request) => request.kind);
  }

  /** Feeds a whole inbound stream of one proposal after its init. */
  stream(handle: number, init: ProposalInit, parts: readonly ProposalPart[]): void {
    this.give({ kind: 'stream_opened', stream: handle, height: init.height });
    for (const part of parts) this.give({ kind: 'part', stream: handle, part });
  }
}

export const buildCall = (height: number, round = 0): ContextCall => ({
  kind: 'build_proposal',
  height: toHeight(height),
  round: toRound(round),
  proposer: PROPOSER,
  timeoutUs: 9_100_000,
});

export const validateCall = (init: ProposalInit, stream: number): ContextCall => ({
  kind: 'validate_proposal',
  init,
  stream,
  timeoutUs: 9_100_000,
});

/** An init that the orchestrator of `makeConfig` accepts at height 1, fresh, at time 0. */
export const validInit = (over: Partial<ProposalInit> = {}): ProposalInit => ({
  height: toHeight(1),
  round: toRound(0),
  validRound: null,
  proposer: PROPOSER,
  timestamp: GENESIS,
  builder: PROPOSER,
  l1DaMode: 'blob',
  l2GasPriceFri: 8_000_000_000n,
  l1GasPriceFri: 110_000_000_000_000n,
  l1DataGasPriceFri: 1_350_000n,
  l1GasPriceWei: 11_000_000_000n,
  l1DataGasPriceWei: 135n,
  starknetVersion: '0.14.4',
  versionConstantCommitment: toFelt(0),
  feeProposalFri: 8_000_000_000n,
  ...over,
});

export const batchPart = (...numbers: readonly number[]): ProposalPart => ({
  kind: 'transactions',
  transactions: numbers.map((n): Transaction => txOf(n).tx),
});

export const finPart = (commitment: bigint | number, count: number): ProposalPart => ({
  kind: 'fin',
  fin: { proposalCommitment: toFelt(commitment), executedTransactionCount: count, finPayload: null },
});
