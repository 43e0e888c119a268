// The batcher process over the real engine, mempool, gateway and kernel, driven alone in virtual time: proposer and validator agree on a block, a
// transaction's way in, refusals, L1 messages, crash and restart, snapshots. The rig also holds every `handle` to the contract of process.ts.
import { expect, test } from 'vitest';
import { required } from '../base/assert.ts';
import { type Felt, feltFromAscii, feltToHex, toFelt } from '../base/felt.ts';
import { popHeap, pushHeap } from '../base/heap.ts';
import { GATEWAY_GOSSIP_QUEUE_MAX } from '../base/limits.ts';
import { clonePlain } from '../base/plain.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import { PREDEPLOYED_ACCOUNTS } from '../exec/accounts.ts';
import type { DeclaredClass } from '../exec/build-declare.ts';
import { createNativeEngine } from '../exec/engines/native.ts';
import { STRK_ADDRESS } from '../exec/felts.ts';
import { BRIDGE_ADDRESS } from '../exec/genesis.ts';
import { SELECTORS } from '../exec/selectors.ts';
import { DELIVERY_KINDS, type LogBody, type LogKind } from '../log/event.ts';
import { CALM_L1 } from '../scenarios/worlds.ts';
import { TRANSFER_BOUNDS } from '../scenarios/workload.ts';
import { CHAIN_ID, CODE_DEFAULTS, GENESIS_UNIX } from '../sim/presets.ts';
import type { BatcherAnswer, BatcherRequest, FinishedProposalInfo } from '../types/batcher.ts';
import type { BlockInfo } from '../types/block.ts';
import { type TimeUs, toHeight, toRound, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { InvokeIntent, TransactionIntent } from '../types/intent.ts';
import type { L1Message, L1World, ValidatorSettings } from '../types/settings.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { createBatcherProcess } from './batcher-process.ts';
import type { BridgeMessage, ProcessInput } from './process.ts';

const MS = 1_000;
const SECOND = 1_000_000;
const KERNEL = memoKernel(createKernel(), 100_000);
const ENGINE = createNativeEngine(KERNEL);

type Entry = { readonly at: TimeUs; readonly n: number; readonly input: ProcessInput<unknown> };
type Rig = {
  /** Log bodies with their time. */
  readonly log: { readonly t: number; readonly body: LogBody }[];
  readonly sent: BridgeMessage[];
  readonly now: () => number;
  /** Calls of `handle` so far. */
  readonly handled: () => number;
  readonly give: (input: ProcessInput<unknown>) => void;
  readonly advance: (byUs: number) => void;
  readonly ask: (request: BatcherRequest) => BatcherAnswer;
  readonly snapshot: () => unknown;
  readonly restore: (snapshot: unknown) => void;
};

type Options = {
  readonly validator?: number;
  readonly l1?: L1World;
  readonly settings?: ValidatorSettings;
  readonly declaredClass?: (classHash: Felt) => DeclaredClass | null;
};
type Life = { time: number; n: number; queue: Entry[] };

const compare = (a: Entry, b: Entry): number => a.at - b.at || a.n - b.n;

const createProcessRig = ({ validator = 0, l1 = CALM_L1, settings = CODE_DEFAULTS, ...classes }: Options = {}): Rig => {
  const config = { count: 4, seed: 7, genesisUnix: GENESIS_UNIX, chainId: CHAIN_ID, settings, l1, kernel: KERNEL, engine: ENGINE, slot: 1 };
  const machine = createBatcherProcess({ ...config, ...classes, validator: toValidatorIndex(validator) });
  const log: Rig['log'] = [];
  const sent: BridgeMessage[] = [];
  let life: Life = { time: 0, n: 0, queue: [] };
  let [callId, handled] = [0, 0];
  const give = (input: ProcessInput<unknown>): void => {
    handled++;
    let isFirst = true;
    for (const effect of machine.handle(toTimeUs(life.time), input)) {
      if (effect.kind === 'log') {
        expect(DELIVERY_KINDS.has(effect.body.kind)).toBe(isFirst);
        isFirst = false;
        log.push({ t: life.time, body: effect.body });
      } else if (effect.kind === 'timer') {
        expect(effect.at).toBeGreaterThanOrEqual(life.time);
        pushHeap(life.queue, { at: effect.at, n: life.n++, input: { kind: 'timer', timer: effect.timer } }, compare);
      } else if (effect.kind === 'bridge') {
        sent.push(effect.message);
      } else throw new Error('a batcher process has no link');
    }
  };
  const advance = (byUs: number): void => {
    const until = life.time + byUs;
    for (let next = life.queue[0]; next !== undefined && next.at <= until; next = life.queue[0]) {
      popHeap(life.queue, compare);
      life.time = next.at;
      give(next.input);
    }
    life.time = until;
  };
  const ask = (request: BatcherRequest): BatcherAnswer => {
    const id = callId++;
    give({ kind: 'bridge', message: { kind: 'call', callId: id, request } });
    const answerOf = (): BatcherAnswer | null => sent.flatMap((m) => (m.kind === 'answer' && m.callId === id ? [m.answer] : []))[0] ?? null;
    for (let waited = 0; waited < 20_000 && answerOf() === null; waited++) advance(MS);
    return required(answerOf(), `ask: an answer to ${request.kind}`);
  };
  return {
    log,
    sent,
    now: () => life.time,
    handled: () => handled,
    give,
    advance,
    ask,
    snapshot: () => ({ life: clonePlain(life), machine: machine.snapshot(), callId }),
    restore: (snapshot) => {
      const saved = snapshot as { readonly life: Life; readonly machine: unknown; readonly callId: number };
      life = clonePlain(saved.life);
      callId = saved.callId;
      machine.restore(saved.machine);
    },
  };
};

const startedRig = (options: Options = {}): Rig => {
  const rig = createProcessRig(options);
  rig.give({ kind: 'start', restart: false });
  return rig;
};

type BodyOf<K extends LogKind> = LogBody & { readonly kind: K };
const bodies = <K extends LogKind>(rig: Rig, kind: K): readonly BodyOf<K>[] =>
  rig.log.map((entry) => entry.body).filter((body): body is BodyOf<K> => body.kind === kind);

const addressOf = (account: number): Felt => PREDEPLOYED_ACCOUNTS[account]!.address;
const transfer = (account: number, change: Partial<InvokeIntent> = {}): InvokeIntent => ({
  account,
  calls: [{ to: STRK_ADDRESS, selector: SELECTORS.transfer, calldata: [addressOf((account + 1) % 10), toFelt(1_000), toFelt(0)] }],
  nonce: null,
  tip: 0n,
  resourceBounds: TRANSFER_BOUNDS,
  tamper: 'none',
  ...change,
});
const sendTx = (rig: Rig, intent: TransactionIntent): void => rig.give({ kind: 'command', index: 0, command: { kind: 'send_tx', intent } });
const balanceOf = (rig: Rig, account: Felt): bigint => {
  const answer = rig.ask({ kind: 'call_contract', address: STRK_ADDRESS, selector: SELECTORS.balance_of, calldata: [account] });
  if (!answer.ok || answer.value.kind !== 'call_result') throw new Error('a balance is expected');
  return answer.value.retdata[0]!;
};

const infoOf = (height: number): BlockInfo => ({
  height: toHeight(height),
  timestamp: GENESIS_UNIX + height,
  sequencer: toFelt(0x64),
  gasPrices: {
    l1Gas: { wei: 21n * 10n ** 9n, fri: 420n * 10n ** 12n },
    l1DataGas: { wei: 135_000_000n, fri: 2_700_000_000_000n },
    l2Gas: { wei: 400_000n, fri: 8n * 10n ** 9n },
  },
  l1DaMode: 'blob',
  starknetVersion: '0.14.4',
});
const placeOf = (rig: Rig, id: number, height: number) => ({
  proposalId: id,
  deadline: toTimeUs(rig.now() + 8 * SECOND),
  retrospectiveBlockHash: null,
  blockInfo: infoOf(height),
});

const expectDone = (answer: BatcherAnswer): void => expect(answer).toEqual({ ok: true, value: { kind: 'done' } });
const start = (rig: Rig, height: number): void => expectDone(rig.ask({ kind: 'start_height', height: toHeight(height) }));

type Proposal = { readonly chunks: readonly (readonly HashedTransaction[])[]; readonly info: FinishedProposalInfo };

const propose = (rig: Rig, id: number, height: number): Proposal => {
  expectDone(rig.ask({ kind: 'propose_block', proposalRound: toRound(0), ...placeOf(rig, id, height) }));
  const chunks: (readonly HashedTransaction[])[] = [];
  for (;;) {
    const answer = rig.ask({ kind: 'get_proposal_content', proposalId: id });
    if (answer.ok && answer.value.kind === 'proposal_txs') chunks.push(answer.value.txs);
    else if (answer.ok && answer.value.kind === 'proposal_finished') return { chunks, info: answer.value.info };
    else throw new Error(`content is expected, got ${JSON.stringify(answer)}`);
  }
};

const validate = (rig: Rig, id: number, height: number, proposal: Proposal): BatcherAnswer => {
  expectDone(rig.ask({ kind: 'validate_block', ...placeOf(rig, id, height) }));
  for (const txs of proposal.chunks) rig.ask({ kind: 'send_txs_for_proposal', proposalId: id, txs });
  return rig.ask({ kind: 'finish_proposal', proposalId: id, finalNExecutedTxs: proposal.info.finalNExecutedTxs });
};

const decide = (rig: Rig, id: number): void => expect(rig.ask({ kind: 'decision_reached', proposalId: id }).ok).toBe(true);
const gossip = (from: Rig, to: Rig): void => {
  for (const message of from.sent)
    if (message.kind === 'gossip_out') to.give({ kind: 'bridge', message: { kind: 'gossip_in', tx: message.tx } });
};

test('batcher process: proposer and validator get the same partial hash, root and block hash over several heights', () => {
  const proposer = startedRig();
  const validator = startedRig({ validator: 1 });
  for (const height of [1, 2, 3]) {
    for (const account of [0, 0, 3]) sendTx(proposer, transfer(account));
    proposer.advance(SECOND);
    start(proposer, height);
    start(validator, height);
    const proposal = propose(proposer, height, height);
    expect(proposal.info.finalNExecutedTxs).toBe(3);
    expect(validate(validator, height, height, proposal)).toEqual({ ok: true, value: { kind: 'proposal_finished', info: proposal.info } });
    decide(proposer, height);
    decide(validator, height);
    proposer.advance(SECOND);
    validator.advance(SECOND);
  }
  expect(bodies(proposer, 'block_root')).toHaveLength(3);
  expect(bodies(validator, 'block_root')).toEqual(bodies(proposer, 'block_root'));
  expect(bodies(proposer, 'block_committed').map((b) => [b.txs.length, b.receipts.every((r) => r.status.kind === 'succeeded')])).toEqual([
    [3, true],
    [3, true],
    [3, true],
  ]);
  // The end of the block gave aliases to new addresses and keys.
  expect(bodies(proposer, 'block_committed')[0]!.stateDiff.storage.get('0x2')?.get('0x0')).toBeGreaterThan(0x80n);
  // The builder's address gets the fees, on both.
  const fees = bodies(proposer, 'block_committed')
    .flatMap((b) => b.receipts)
    .reduce((sum, r) => sum + r.actualFee, 0n);
  expect([balanceOf(proposer, toFelt(0x64)), balanceOf(validator, toFelt(0x64))]).toEqual([fees, fees]);
  expect(proposer.ask({ kind: 'get_block_hash', height: toHeight(0) })).toEqual(
    validator.ask({ kind: 'get_block_hash', height: toHeight(0) }),
  );
  expect(bodies(proposer, 'refused')).toEqual([]);
});

test('batcher process: a transaction from RPC is received, checked for 3 ms, admitted and given to the edge', () => {
  const rig = startedRig();
  rig.advance(MS);
  sendTx(rig, transfer(2));
  const { hash } = bodies(rig, 'tx_received')[0]!;
  rig.advance(3 * MS);
  expect(rig.log.slice(1)).toMatchObject([
    { t: MS, body: { kind: 'intervention_applied', what: 'send_tx' } },
    { t: MS, body: { kind: 'tx_received', from: 'rpc' } },
    { t: 4 * MS, body: { kind: 'task_done', task: 'gateway_check' } },
    { t: 4 * MS, body: { kind: 'tx_admitted', hash, from: 'rpc', replaced: null, poolSize: 1 } },
  ]);
  expect(rig.sent).toMatchObject([{ kind: 'gossip_out', tx: { hash } }]);
});

test('batcher process: the gateway checks one transaction after the other, and default nonces follow each other', () => {
  const rig = startedRig();
  for (let i = 0; i < 3; i++) sendTx(rig, transfer(5));
  expect(bodies(rig, 'tx_received').map(({ tx }) => (tx.tx.kind === 'l1_handler' ? null : tx.tx.nonce))).toEqual([0n, 1n, 2n]);
  rig.advance(9 * MS);
  expect(rig.log.filter((e) => e.body.kind === 'tx_admitted').map((e) => e.t)).toEqual([3 * MS, 6 * MS, 9 * MS]);
});

test('batcher process: a gossiped transaction goes through the gateway and is not sent on', () => {
  const [from, to] = [startedRig(), startedRig({ validator: 1 })];
  sendTx(from, transfer(2));
  from.advance(10 * MS);
  gossip(from, to);
  gossip(from, to);
  to.advance(10 * MS);
  expect(bodies(to, 'gossip_delivered')).toMatchObject([{ direction: 'to_gateway' }, { direction: 'to_gateway' }]);
  expect(bodies(to, 'tx_admitted')).toMatchObject([{ from: 'gossip' }]);
  expect(bodies(to, 'refused')).toMatchObject([{ source: 'gateway', code: 'DuplicateTransaction' }]);
  expect(to.sent).toEqual([]);
});

test('batcher process: what the gateway refuses is logged with its code', () => {
  const bounds = (change: Partial<InvokeIntent['resourceBounds']>): Partial<InvokeIntent> => ({
    resourceBounds: { ...TRANSFER_BOUNDS, ...change },
  });
  const cases: readonly (readonly [Partial<InvokeIntent>, string])[] = [
    [{ tamper: 'wrong_signature' }, 'PanicInValidate'],
    [bounds({ l1DataGas: { maxAmount: 10n ** 12n, maxPricePerUnit: 10n ** 14n } }), 'ResourcesBoundsExceedBalance'],
    [{ nonce: 500n }, 'InvalidTransactionNonce'],
    [bounds({ l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 1n } }), 'MaxGasPriceTooLow'],
    [bounds({ l2Gas: { maxAmount: 10n ** 12n, maxPricePerUnit: 10n ** 10n } }), 'MaxGasAmountTooHigh'],
  ];
  for (const [change, code] of cases) {
    const rig = startedRig();
    sendTx(rig, transfer(0, change));
    rig.advance(10 * MS);
    expect([code, bodies(rig, 'tx_admitted'), rig.sent]).toEqual([code, [], []]);
    const refused = bodies(rig, 'refused')[0]!;
    expect([refused.source, refused.hash]).toEqual(['gateway', bodies(rig, 'tx_received')[0]!.hash]);
    expect(refused.code).toBe(code);
    expect(refused.detail).not.toBe('');
  }
});

test('batcher process: an intent that cannot be built is refused before the gateway', () => {
  const cases: readonly Partial<InvokeIntent>[] = [
    { account: 10 },
    { account: -1 },
    { tip: 2n ** 64n },
    { nonce: -1n },
    { calls: Array.from({ length: 21 }, () => transfer(0).calls[0]!) },
  ];
  for (const change of cases) {
    const rig = startedRig();
    sendTx(rig, transfer(0, change));
    expect(bodies(rig, 'refused')).toMatchObject([{ source: 'intervention', code: 'MalformedIntent', hash: null }]);
    expect(bodies(rig, 'tx_received')).toEqual([]);
  }
});

test('batcher process: a class is declared as the class manager has it; one that it has not, or that fits in no frame, is refused', () => {
  const { calls: _, ...frame } = transfer(0);
  const program = (length: number) => ({
    sierra: {
      abi: '[]',
      contractClassVersion: '0.1.0',
      program: Array.from({ length }, () => toFelt(1)),
      externals: [],
      l1Handlers: [],
      constructors: [],
    },
    compiledClassHash: toFelt(9),
  });
  const sent = (declares: number, length = 3): Rig => {
    const rig = startedRig({ declaredClass: (classHash) => (classHash === 7n ? program(length) : null) });
    sendTx(rig, { ...frame, declares: toFelt(declares) });
    rig.advance(10 * MS);
    return rig;
  };
  expect(bodies(sent(8), 'refused')).toMatchObject([{ source: 'intervention', code: 'UnknownClass', hash: null }]);
  expect(bodies(sent(7, 40_000), 'refused')).toMatchObject([{ source: 'intervention', code: 'ClassTooLarge', hash: null }]);
  // The built-in contracts' engine knows no declarations; the transaction has come as far as the gateway.
  const rig = sent(7);
  expect(bodies(rig, 'tx_received')).toMatchObject([{ from: 'rpc', tx: { tx: { kind: 'declare_v3', compiledClassHash: 9n } } }]);
  expect(bodies(rig, 'refused')).toMatchObject([{ source: 'gateway', code: 'NotSupportedByNativeEngine' }]);
});

test('batcher process: too many transactions at the gateway are refused', () => {
  const rig = startedRig();
  sendTx(rig, transfer(0));
  const { tx } = bodies(rig, 'tx_received')[0]!;
  for (let i = 0; i <= GATEWAY_GOSSIP_QUEUE_MAX; i++) rig.give({ kind: 'bridge', message: { kind: 'gossip_in', tx } });
  expect(bodies(rig, 'component_overflow')).toEqual([
    { kind: 'component_overflow', queue: 'gateway_gossip', limit: GATEWAY_GOSSIP_QUEUE_MAX },
  ]);
  expect(bodies(rig, 'refused')).toMatchObject([{ source: 'gateway', code: 'QueueFull' }]);
  // Those from RPC have a queue limit of their own.
  sendTx(rig, transfer(1));
  expect(bodies(rig, 'refused')).toHaveLength(1);
});

test('batcher process: an L1 handler does not come through the gateway', () => {
  const rig = startedRig();
  const tx = {
    hash: toFelt(5),
    tx: { kind: 'l1_handler', nonce: toFelt(0), address: toFelt(1), entryPointSelector: toFelt(1), calldata: [] },
  } as const;
  rig.give({ kind: 'bridge', message: { kind: 'gossip_in', tx } });
  expect(bodies(rig, 'refused')).toMatchObject([{ source: 'gateway', code: 'UnsupportedTransaction', hash: 5n }]);
});

test('batcher process: a waiting proposal does not hold up gateway and committer', () => {
  const rig = startedRig();
  start(rig, 1);
  const done = propose(rig, 0, 1);
  expect(done.info.finalNExecutedTxs).toBe(0);
  decide(rig, 0);
  start(rig, 2);
  expectDone(rig.ask({ kind: 'propose_block', proposalRound: toRound(0), ...placeOf(rig, 1, 2) }));
  rig.give({ kind: 'bridge', message: { kind: 'call', callId: 900, request: { kind: 'get_proposal_content', proposalId: 1 } } });
  rig.give({ kind: 'bridge', message: { kind: 'call', callId: 901, request: { kind: 'get_current_height' } } });
  sendTx(rig, transfer(0));
  const from = rig.log.length;
  rig.advance(100 * MS);
  const seen = rig.log.slice(from).map((e) => e.body.kind);
  expect(seen).toContain('tx_admitted');
  expect(seen).toContain('block_root');
  // The transaction is noticed at the next poll and handed out; only then is the later request served.
  const answers = rig.sent.flatMap((m) => (m.kind === 'answer' && m.callId >= 900 ? [m.answer] : []));
  expect(answers).toMatchObject([{ value: { kind: 'proposal_txs' } }, { value: { kind: 'current_height', height: 2 } }]);
});

const deposit = (atUs: number, amount: number): L1Message => ({
  atUs,
  l1From: 0xabcn,
  to: BRIDGE_ADDRESS,
  selector: SELECTORS.deposit,
  payload: [addressOf(9), BigInt(amount), 0n],
  nonce: 1n,
  cancelRequestedAtUs: null,
});

test('batcher process: a message from L1 is proposed after its cool-down, validated by the others and not proposed again', () => {
  const l1: L1World = { ...CALM_L1, messages: [deposit(-72 * SECOND, 500)] };
  const [proposer, validator] = [startedRig({ l1 }), startedRig({ l1, validator: 1 })];
  expect(proposer.log.map((e) => e.body)).toMatchObject([{ kind: 'started' }, { kind: 'l1_event', what: 'scraped' }]);
  const before = balanceOf(proposer, addressOf(9));
  start(proposer, 1);
  start(validator, 1);
  const proposal = propose(proposer, 0, 1);
  expect(proposal.chunks.flat().map((tx) => tx.tx.kind)).toEqual(['l1_handler']);
  expect(validate(validator, 0, 1, proposal)).toMatchObject({ value: { kind: 'proposal_finished', info: proposal.info } });
  decide(proposer, 0);
  decide(validator, 0);
  expect([balanceOf(proposer, addressOf(9)), balanceOf(validator, addressOf(9))]).toEqual([before + 500n, before + 500n]);
  // A crash loses the provider's records; storage tells it again which messages are used up.
  proposer.give({ kind: 'crash', loses: false });
  proposer.give({ kind: 'start', restart: true });
  start(proposer, 2);
  expect(propose(proposer, 1, 2).chunks).toEqual([]);
  start(validator, 2);
  expect(validate(validator, 1, 2, { ...proposal, info: { ...proposal.info, finalNExecutedTxs: 1 } })).toMatchObject({
    value: { kind: 'invalid_proposal' },
  });
});

test('batcher process: a message that L1 shows later is a step of its own', () => {
  const rig = startedRig({ l1: { ...CALM_L1, messages: [deposit(20 * SECOND, 1)] } });
  rig.advance(60 * SECOND);
  expect(rig.log.slice(1)).toMatchObject([
    { t: 24 * SECOND, body: { kind: 'timer_fired', timer: 'l1_block' } },
    { t: 24 * SECOND, body: { kind: 'l1_event', what: 'scraped' } },
  ]);
});

test('batcher process: a crash loses mempool and proposals and keeps storage', () => {
  const rig = startedRig();
  sendTx(rig, transfer(0));
  rig.advance(SECOND);
  start(rig, 1);
  const proposal = propose(rig, 0, 1);
  decide(rig, 0);
  rig.advance(20 * MS);
  sendTx(rig, transfer(1));
  sendTx(rig, transfer(2));
  rig.advance(4 * MS);
  start(rig, 2);
  rig.ask({ kind: 'propose_block', proposalRound: toRound(0), ...placeOf(rig, 1, 2) });
  rig.give({ kind: 'crash', loses: false });
  expect(rig.log.at(-1)!.body).toEqual({ kind: 'crashed' });
  const at = rig.log.length;
  rig.give({ kind: 'start', restart: true });
  // The task of height 1 was under way: it is sent again. Transaction 2 was in the gateway, transaction 1 in the mempool.
  expect(rig.log.slice(at).map((e) => e.body)).toMatchObject([
    { kind: 'started', restart: true },
    { kind: 'commitment_started', height: 1 },
  ]);
  rig.advance(SECOND);
  const admitted = (): number => rig.log.slice(at).filter((e) => e.body.kind === 'tx_admitted').length;
  expect(admitted()).toBe(0);
  expect(rig.ask({ kind: 'get_current_height' })).toMatchObject({ value: { height: 2 } });
  start(rig, 2);
  const next = propose(rig, 2, 2);
  expect(next.chunks).toEqual([]);
  sendTx(rig, transfer(3));
  rig.advance(SECOND);
  expect(admitted()).toBe(1);
  expect(next.info.parentProposalCommitment).toBe(proposal.info.partialBlockHash);
});

test('batcher process: a slow committer delays the root until the fault is taken back', () => {
  const rig = startedRig();
  const fault = (on: boolean): void =>
    rig.give({
      kind: 'command',
      index: 3,
      command: {
        kind: 'fault',
        faultId: 1,
        on,
        fault: { kind: 'slow_committer', validator: toValidatorIndex(0), byUs: 2 * SECOND },
        announce: true,
      },
    });
  const rootTime = (height: number): number => {
    start(rig, height);
    propose(rig, height, height);
    decide(rig, height);
    const from = rig.log.findLast((e) => e.body.kind === 'commitment_started')!.t;
    rig.advance(5 * SECOND);
    return rig.log.findLast((e) => e.body.kind === 'block_root')!.t - from;
  };
  const usual = rootTime(1);
  fault(true);
  const slow = rootTime(2);
  fault(false);
  expect([slow - usual >= 2 * SECOND - 100 * MS, rootTime(3) < SECOND]).toEqual([true, true]);
  expect(bodies(rig, 'intervention_applied').map((b) => b.what)).toEqual(['fault_on slow_committer', 'fault_off slow_committer']);
});

test('batcher process: idle time costs no wake-ups and leaves no log', () => {
  const rig = startedRig();
  start(rig, 1);
  rig.ask({ kind: 'propose_block', proposalRound: toRound(0), ...placeOf(rig, 0, 1) });
  const [handled, events] = [rig.handled(), rig.log.length];
  rig.advance(1_400 * MS);
  // One look at the mempool at the start of the build finds nothing.
  expect([rig.handled() - handled, rig.log.length - events]).toEqual([1, 0]);
});

test('batcher process: a snapshot in the middle of a proposal continues identically, in a fresh machine too', () => {
  const original = startedRig();
  for (const account of [0, 1, 2, 3, 3, 3]) sendTx(original, transfer(account));
  original.advance(SECOND);
  start(original, 1);
  original.ask({ kind: 'propose_block', proposalRound: toRound(0), ...placeOf(original, 0, 1) });
  original.advance(5 * MS);
  // Streamed, not yet executed; one more transaction is inside the gateway.
  sendTx(original, transfer(4));
  original.advance(MS);
  const snapshot = original.snapshot();
  const before = original.log.length;
  const play = (rig: Rig): readonly unknown[] => {
    for (;;) {
      const answer = rig.ask({ kind: 'get_proposal_content', proposalId: 0 });
      if (!answer.ok || answer.value.kind !== 'proposal_txs') break;
    }
    decide(rig, 0);
    rig.advance(SECOND);
    return rig.log;
  };
  const expected = play(original).slice(before);
  expect(expected.length).toBeGreaterThan(20);
  const copy = createProcessRig();
  copy.restore(snapshot);
  expect(play(copy)).toEqual(expected);
  // The snapshot itself was not touched by either.
  const again = createProcessRig();
  again.restore(snapshot);
  expect(play(again)).toEqual(expected);
});

test('batcher process: equal processes say the same, whichever validator they belong to', () => {
  const [a, b] = [startedRig(), startedRig({ validator: 3 })];
  for (const rig of [a, b]) {
    sendTx(rig, transfer(0));
    rig.advance(SECOND);
    start(rig, 1);
    propose(rig, 0, 1);
  }
  expect(b.log).toEqual(a.log);
  expect(feltToHex(feltFromAscii(CHAIN_ID))).toBe('0x424943414d4552414c');
});
