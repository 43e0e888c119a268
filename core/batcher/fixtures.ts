// For tests only: a batcher in a small virtual time over scripted neighbours. The kernel mixes integers instead of hashing, the engine does what a
// transaction's calldata says, mempool and L1 provider hand out what they are given, note every call and fail on request.
import { required } from '../base/assert.ts';
import { FELT_ZERO, type Felt, feltToHex, reduceToFelt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type Result, err, ok } from '../base/result.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { NO_WEIGHTS } from '../exec/bouncer.ts';
import type { ExecutedTransaction, ExecutionEngine } from '../exec/engine.ts';
import { EMPTY_DIFF, freezeDiff } from '../state/diff.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import type { BlockInfo, StateDiff, SyncBlock } from '../types/block.ts';
import { type Height, type TimeUs, toHeight, toRound, toTimeUs } from '../types/ids.ts';
import type { BatcherSettings, Costs } from '../types/settings.ts';
import type { HashedTransaction, InvokeV3, L1HandlerV0 } from '../types/transaction.ts';
import { nextBatcherWake, receiveCall, startBatcher, wakeBatcher } from './batcher.ts';
import type { L1Client, MempoolClient } from './clients.ts';
import { createCommitter, finishTask } from './commitment-manager.ts';
import type { BatcherEnv, BatcherNote } from './env.ts';
import { type BatcherState, createBatcherState } from './state.ts';
import { createStorage } from './storage.ts';

export const MS = 1_000;
export const SECOND = 1_000_000;

const TEST_COSTS: Costs = {
  gatewayCheckUs: 3 * MS,
  transactionUs: MS,
  perMillionL2GasUs: 10,
  storageCommitUs: 5 * MS,
  commitmentTaskUs: 40 * MS,
  commitmentPerLeafUs: 2 * MS,
  recorderWriteUs: 100 * MS,
};

/** The code's defaults, with room for anything but transactions. */
export const TEST_SETTINGS: BatcherSettings = {
  outstreamContentBufferSize: 100,
  inputStreamContentBufferSize: 400,
  nConcurrentTxs: 100,
  txPollingUs: 10 * MS,
  validateTxPollingUs: 10 * MS,
  proposerIdleDetectionDelayUs: 1_500 * MS,
  maxL1HandlerTxsPerBlockProposal: 3,
  proposeL1TxsEvery: 1,
  bouncerCapacity: {
    l1Gas: 2_500_000,
    messageSegmentLength: 3_700,
    nEvents: 5_000,
    nTxs: 600,
    stateDiffSize: 4_000,
    sierraGas: 5_000_000_000,
    provingGas: 5_000_000_000,
    receiptL2Gas: 5_800_000_000,
  },
  validationOnly: false,
};

const mix = (a: Felt, b: Felt): Felt => reduceToFelt(a * 1_000_003n + b * 998_244_353n + 12_345n);

/** Hashes that are sums: order matters, nothing is secure. */
export const MIXING_KERNEL: Kernel = {
  ...createKernel(),
  pedersen: mix,
  poseidonPair: mix,
  poseidonMany: (felts) => felts.reduce((sum, felt) => mix(sum, felt), toFelt(7)),
  hades: ([a, b, c]) => [mix(a, b), mix(b, c), mix(c, a)],
  ecdsaVerify: () => true,
};

/** What a scripted transaction does. */
export type Script = { readonly does?: 'succeed' | 'revert' | 'reject'; readonly l2Gas?: number; readonly nonce?: number };
const DOES = ['succeed', 'revert', 'reject'] as const;

/** The invoke of account `account`; its hash is 1000 * account + nonce. */
export const invokeOf = (account: number, script: Script = {}): HashedTransaction<InvokeV3> => {
  const { does = 'succeed', l2Gas = 0, nonce = 0 } = script;
  const limits = { maxAmount: 0n, maxPricePerUnit: 0n };
  return freeze({
    hash: toFelt(1_000 * account + nonce),
    tx: freeze({
      kind: 'invoke_v3',
      sender: toFelt(0x1000 + account),
      calldata: [toFelt(DOES.indexOf(does)), toFelt(l2Gas)],
      signature: [],
      nonce: toFelt(nonce),
      resourceBounds: { l1Gas: limits, l2Gas: limits, l1DataGas: limits },
      tip: 0n,
      paymasterData: [],
      nonceDaMode: 0,
      feeDaMode: 0,
      accountDeploymentData: [],
      proofFacts: [],
      proof: new Uint8Array(),
    }),
  });
};

/** An L1 handler whose hash is 10^6 + n; one with `rejected` fails in execution. */
export const l1HandlerOf = (n: number, rejected = false): HashedTransaction<L1HandlerV0> =>
  freeze({
    hash: toFelt(1_000_000 + n),
    tx: freeze({
      kind: 'l1_handler',
      nonce: toFelt(n),
      address: toFelt(0x2000 + n),
      entryPointSelector: toFelt(1),
      calldata: [toFelt(rejected ? 2 : 0), toFelt(0)],
    }),
  });

const executedOf = (tx: HashedTransaction, stateDiff: StateDiff): ExecutedTransaction => {
  const { calldata = [] } = tx.tx.kind === 'invoke_v3' || tx.tx.kind === 'l1_handler' ? tx.tx : {};
  const l2Gas = Number(calldata[1] ?? 0n);
  const reverted = calldata[0] === 1n;
  return freeze({
    receipt: freeze({
      transactionHash: tx.hash,
      transactionKind: tx.tx.kind,
      status: freeze(reverted ? { kind: 'reverted', reason: 'scripted' } : { kind: 'succeeded' }),
      actualFee: 0n,
      events: freeze([]),
      messages: freeze([]),
      gas: freeze({ l1Gas: 0, l1DataGas: 0, l2Gas }),
      daGas: freeze({ l1Gas: 0, l1DataGas: 0, l2Gas: 0 }),
      resources: freeze({ steps: 0, memoryHoles: 0, builtins: new Map() }),
    }),
    stateDiff,
    visited: new Map(),
    executedClasses: new Map(),
    weights: freeze({ ...NO_WEIGHTS, nTxs: 1, receiptL2Gas: l2Gas }),
    resources: freeze({ steps: 0, memoryHoles: 0, builtins: new Map() }),
    trace: freeze([]),
  });
};

/** Checks the nonce, advances it and writes cell 1 of the sender; an L1 handler writes cell 1 of its contract. */
const SCRIPTED_ENGINE: ExecutionEngine = {
  name: 'scripted',
  startOfBlock: (_, retrospective) =>
    retrospective === null
      ? EMPTY_DIFF
      : freezeDiff({
          ...EMPTY_DIFF,
          storage: new Map([['0x1', new Map([[feltToHex(toFelt(retrospective.height)), retrospective.hash]])]]),
        }),
  execute: (_, tx, state) => {
    const { tx: body } = tx;
    if (body.kind !== 'invoke_v3' && body.kind !== 'l1_handler') return err({ code: 'Unsupported', message: body.kind });
    if (body.calldata[0] === 2n) return err({ code: 'Scripted', message: 'rejected' });
    const account = body.kind === 'invoke_v3' ? body.sender : body.address;
    if (body.kind === 'invoke_v3' && state.nonceAt(account) !== body.nonce)
      return err({ code: 'InvalidNonce', message: `expected ${state.nonceAt(account)}` });
    const nonces = body.kind === 'invoke_v3' ? new Map([[feltToHex(account), toFelt(body.nonce + 1n)]]) : EMPTY_DIFF.nonces;
    const storage = new Map([[feltToHex(account), new Map([['0x1', toFelt(state.storageAt(account, toFelt(1)) + 1n)]])]]);
    return ok(executedOf(tx, freezeDiff({ ...EMPTY_DIFF, nonces, storage })));
  },
  endOfBlock: () => EMPTY_DIFF,
  validate: () => ok(null),
  call: (_, { address, calldata }, state) =>
    calldata.length === 0 ? err('no key') : ok([state.storageAt(address, calldata[0] ?? FELT_ZERO)]),
};

/** What the scripted neighbours hold; tests change it between steps. */
type Neighbours = {
  readonly pool: HashedTransaction[];
  readonly l1: HashedTransaction[];
  /** Reason by hash; a transaction without one is valid. */
  readonly invalidL1: Map<bigint, string>;
  /** Calls that fail: `mempool.get_txs`, `l1.commit_block`, … */
  readonly failing: Set<string>;
  /** Every call, with what matters of its arguments. */
  readonly calls: string[];
};

const neighbour =
  (neighbours: Neighbours) =>
  (name: string, detail: string): Result<null, string> => {
    neighbours.calls.push(detail === '' ? name : `${name} ${detail}`);
    return neighbours.failing.has(name) ? err(`${name} fails`) : ok(null);
  };

const list = (hashes: readonly Felt[]): string => `[${hashes.join(' ')}]`;

const mempoolOf = (neighbours: Neighbours): MempoolClient => {
  const call = neighbour(neighbours);
  return {
    commitBlock: ({ addressToNonce, rejected }) => call('mempool.commit_block', `${list([...addressToNonce.values()])} ${list(rejected)}`),
    updateGasPrice: (price) => call('mempool.update_gas_price', String(price)),
    getTxs: (n) => {
      const answer = call('mempool.get_txs', String(n));
      return answer.ok ? ok(neighbours.pool.splice(0, n)) : answer;
    },
    hasReady: () => neighbours.pool.length > 0,
  };
};

const l1Of = (neighbours: Neighbours): L1Client => {
  const call = neighbour(neighbours);
  return {
    startBlock: (session, height) => call('l1.start_block', `${session} ${height}`),
    getTxs: (n, height) => {
      const answer = call('l1.get_txs', `${n} ${height}`);
      return answer.ok ? ok(neighbours.l1.splice(0, n)) : answer;
    },
    validate: (hash, height) => {
      const answer = call('l1.validate', `${hash} ${height}`);
      return answer.ok ? ok(neighbours.invalidL1.get(hash) ?? null) : answer;
    },
    commitBlock: ({ consumed, rejected, height }) => call('l1.commit_block', `${list(consumed)} ${list(rejected)} ${height}`),
  };
};

export type Rig = {
  readonly state: BatcherState;
  readonly neighbours: Neighbours;
  readonly notes: BatcherNote[];
  /** Answers by call id, with the time they were given. */
  readonly answers: Map<number, { readonly at: TimeUs; readonly answer: BatcherAnswer }>;
  readonly now: () => TimeUs;
  /** Sends a request now; the answer, or null while it waits. */
  readonly call: (request: BatcherRequest) => BatcherAnswer | null;
  /** Lets virtual time pass, that instant included. */
  readonly advance: (byUs: number) => void;
  /** Sends a request and lets time pass until it is answered. */
  readonly ask: (request: BatcherRequest) => BatcherAnswer;
  readonly slow: (byUs: number) => void;
};

export type RigOptions = {
  readonly settings?: Partial<BatcherSettings>;
  /** Continues with this state, at time `at`. */
  readonly state?: BatcherState;
  readonly at?: TimeUs;
};

const ASK_AT_MOST_US = 60 * SECOND;

export const createRig = (options: RigOptions = {}): Rig => {
  const state = options.state ?? createBatcherState(createStorage(), createCommitter([]));
  const settings = { ...TEST_SETTINGS, ...options.settings };
  const neighbours: Neighbours = { pool: [], l1: [], invalidL1: new Map(), failing: new Set(), calls: [] };
  const notes: BatcherNote[] = [];
  const answers: Rig['answers'] = new Map();
  let [time, nextId, slowCommitterUs]: [number, number, number] = [options.at ?? 0, 0, 0];
  const now = (): TimeUs => toTimeUs(time);
  const env = (): BatcherEnv => ({
    now: now(),
    settings,
    costs: TEST_COSTS,
    chainId: toFelt(1),
    kernel: MIXING_KERNEL,
    engine: SCRIPTED_ENGINE,
    mempool: settings.validationOnly ? null : mempoolOf(neighbours),
    l1: l1Of(neighbours),
    slowCommitterUs,
    emit: (effect) => {
      if (effect.kind === 'note') {
        notes.push(effect.note);
        if (effect.note.kind === 'block_committed') neighbours.calls.push(`storage.commit ${effect.note.height}`);
      } else answers.set(effect.callId, { at: now(), answer: effect.answer });
    },
  });
  const nextTime = (): number => Math.min(nextBatcherWake(env(), state) ?? Infinity, state.committer.doneAt ?? Infinity);
  const step = (): void => {
    if (state.committer.doneAt === time) finishTask(env(), state.committer, state.storage);
    else wakeBatcher(env(), state);
  };
  const advance = (byUs: number): void => {
    const until = time + byUs;
    for (let next = nextTime(); next <= until; next = nextTime()) {
      time = Math.max(time, next);
      step();
    }
    time = until;
  };
  const call = (request: BatcherRequest): BatcherAnswer | null => {
    const callId = nextId++;
    receiveCall(env(), state, { callId, request });
    return answers.get(callId)?.answer ?? null;
  };
  const ask = (request: BatcherRequest): BatcherAnswer => {
    const callId = nextId;
    call(request);
    for (let waited = 0; waited < ASK_AT_MOST_US && !answers.has(callId); waited += MS) advance(MS);
    return required(answers.get(callId), `ask: an answer to ${request.kind}`).answer;
  };
  startBatcher(env(), state);
  return { state, neighbours, notes, answers, now, call, advance, ask, slow: (byUs) => (slowCommitterUs = byUs) };
};

export const infoOf = (height: number): BlockInfo =>
  freeze({
    height: toHeight(height),
    timestamp: 1_788_000_000 + height,
    sequencer: toFelt(0x64),
    gasPrices: { l1Gas: { wei: 1n, fri: 1n }, l1DataGas: { wei: 1n, fri: 1n }, l2Gas: { wei: 1n, fri: 8n } },
    l1DaMode: 'blob',
    starknetVersion: '0.14.4',
  });

/** A synced block that changes one cell. */
export const syncBlockOf = (height: number): SyncBlock =>
  freeze({
    info: infoOf(height),
    stateDiff: freezeDiff({ ...EMPTY_DIFF, storage: new Map([['0x77', new Map([['0x1', toFelt(height + 1)]])]]) }),
    accountTransactionHashes: [],
    l1TransactionHashes: [],
    commitments: {
      transactionCommitment: FELT_ZERO,
      eventCommitment: FELT_ZERO,
      receiptCommitment: FELT_ZERO,
      stateDiffCommitment: toFelt(height),
      concatenatedCounts: FELT_ZERO,
    },
    l2GasConsumed: 0,
    nextL2GasPriceFri: 8n,
    feeProposalFri: 8n,
  });

/** A batcher whose storage holds the heights below `marker`, at a time at which their roots are known. */
export const rigAt = (marker: number, options: RigOptions = {}): Rig => {
  const rig = createRig(options);
  for (let h = 0; h < marker; h++) rig.ask({ kind: 'add_sync_block', block: syncBlockOf(h) });
  rig.advance(SECOND);
  rig.neighbours.calls.length = 0;
  rig.notes.length = 0;
  return rig;
};

type ProposalPlace = { readonly id: number; readonly height?: number; readonly deadlineUs?: number; readonly hash?: Felt | null };

const inputOf = (rig: Rig, { id, height, deadlineUs = 8 * SECOND, hash = null }: ProposalPlace) => {
  const at: Height = toHeight(height ?? rig.state.activeHeight ?? 0);
  return {
    proposalId: id,
    deadline: toTimeUs(rig.now() + deadlineUs),
    retrospectiveBlockHash: hash === null ? null : { height: toHeight(at - 10), hash },
    blockInfo: infoOf(at),
  };
};

/** A propose_block of the active height. */
export const propose = (rig: Rig, place: ProposalPlace): BatcherAnswer | null =>
  rig.call({ kind: 'propose_block', proposalRound: toRound(0), ...inputOf(rig, place) });

/** A validate_block of the active height. */
export const validate = (rig: Rig, place: ProposalPlace): BatcherAnswer | null =>
  rig.call({ kind: 'validate_block', ...inputOf(rig, place) });
