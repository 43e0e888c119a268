// Goal: both transports give the same results and errors for the same script of abstract calls (world.md 11): all sixteen requests, their errors, a
// waiting GetProposalContent that delays later requests, an abort. Method: tables of scripts and random scripts over one real batcher process each; the
// list of answers, in the order in which they arrive, must be equal. Times of the calls are the same because a step waits for a whole millisecond.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { required } from '../../core/base/assert.ts';
import { toFelt } from '../../core/base/felt.ts';
import { plainToText } from '../../core/base/plain.ts';
import { SELECTORS } from '../../core/exec/selectors.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { CODE_DEFAULTS } from '../../core/sim/presets.ts';
import type { BatcherAnswer, BatcherRequest, FinishedProposalInfo } from '../../core/types/batcher.ts';
import type { SyncBlock } from '../../core/types/block.ts';
import { toHeight, toRound, toTimeUs } from '../../core/types/ids.ts';
import type { BridgeTransportKind, ValidatorSettings } from '../../core/types/settings.ts';
import type { HashedTransaction } from '../../core/types/transaction.ts';
import { type BridgeRig, createBridgeRig, infoOf } from './rig.ts';

const TRANSPORTS: readonly BridgeTransportKind[] = ['apollo', 'seed-stream'];
const SECOND = 1_000_000;

const at = (rig: BridgeRig, id: number, height: number) => ({
  proposalId: id,
  deadline: toTimeUs(rig.now() + 8 * SECOND),
  retrospectiveBlockHash: null,
  blockInfo: infoOf(height),
});
const start = (height: number): BatcherRequest => ({ kind: 'start_height', height: toHeight(height) });
const propose = (rig: BridgeRig, id: number, height: number): BatcherRequest => ({
  kind: 'propose_block',
  proposalRound: toRound(0),
  ...at(rig, id, height),
});
const validate = (rig: BridgeRig, id: number, height: number): BatcherRequest => ({ kind: 'validate_block', ...at(rig, id, height) });
const content = (id: number): BatcherRequest => ({ kind: 'get_proposal_content', proposalId: id });
const decide = (id: number): BatcherRequest => ({ kind: 'decision_reached', proposalId: id });

/** What a whole proposal consists of. */
type Built = { readonly txs: readonly HashedTransaction[]; readonly info: FinishedProposalInfo };
const build = (rig: BridgeRig, id: number, height: number): Built => {
  rig.ask(propose(rig, id, height));
  const txs: HashedTransaction[] = [];
  for (;;) {
    const answer = rig.ask(content(id));
    if (answer?.ok === true && answer.value.kind === 'proposal_txs') txs.push(...answer.value.txs);
    else if (answer?.ok === true && answer.value.kind === 'proposal_finished') return { txs, info: answer.value.info };
    else throw new Error(plainToText(answer));
  }
};

/** A block of genesis's child, made elsewhere. */
const childBlock = (): { readonly built: Built; readonly block: SyncBlock } => {
  const rig = createBridgeRig('apollo', 2);
  rig.ask(start(1));
  const built = build(rig, 0, 1);
  const decision = rig.ask(decide(0));
  if (decision?.ok !== true || decision.value.kind !== 'decision') throw new Error('a decision is expected');
  return {
    built,
    block: {
      info: infoOf(1),
      stateDiff: decision.value.decision.stateDiff,
      accountTransactionHashes: built.txs.map(({ hash }) => hash),
      l1TransactionHashes: [],
      commitments: built.info.commitments,
      l2GasConsumed: built.info.l2GasUsed,
      nextL2GasPriceFri: 8n * 10n ** 9n,
      feeProposalFri: null,
    },
  };
};
const CHILD = childBlock();

type Script = (rig: BridgeRig) => void;
type Case = { readonly note: string; readonly transfers?: number; readonly settings?: Partial<ValidatorSettings>; readonly play: Script };

const SCRIPTS: readonly Case[] = [
  {
    note: 'a height from start to decision as proposer, and the questions about its block',
    transfers: 3,
    play: (rig) => {
      rig.ask({ kind: 'get_current_height' });
      rig.ask(start(1));
      build(rig, 0, 1);
      rig.ask(content(0));
      rig.ask(decide(0));
      rig.ask({ kind: 'get_block_hash', height: toHeight(1) });
      rig.ask({ kind: 'has_state_commitment_infos', height: toHeight(1) });
      rig.advance(SECOND);
      rig.ask({ kind: 'get_block_hash', height: toHeight(1) });
      rig.ask({ kind: 'get_state_commitment_infos', height: toHeight(1) });
      rig.ask({ kind: 'has_state_commitment_infos', height: toHeight(1) });
      rig.ask({ kind: 'get_current_height' });
      rig.ask({ kind: 'call_contract', address: STRK_ADDRESS, selector: SELECTORS.balance_of, calldata: [toFelt(0x64)] });
      rig.ask({ kind: 'call_contract', address: toFelt(5), selector: SELECTORS.balance_of, calldata: [] });
      rig.ask({ kind: 'start_round' });
      rig.ask({ kind: 'revert_block', height: toHeight(0) });
      rig.ask({ kind: 'revert_block', height: toHeight(1) });
      rig.ask({ kind: 'get_current_height' });
    },
  },
  {
    note: 'a proposal validated: content sent, finished and decided',
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(validate(rig, 4, 1));
      rig.ask({ kind: 'send_txs_for_proposal', proposalId: 4, txs: CHILD.built.txs.slice(0, 1) });
      rig.ask({ kind: 'send_txs_for_proposal', proposalId: 4, txs: CHILD.built.txs.slice(1) });
      rig.ask({ kind: 'finish_proposal', proposalId: 4, finalNExecutedTxs: CHILD.built.info.finalNExecutedTxs });
      rig.ask({ kind: 'finish_proposal', proposalId: 4, finalNExecutedTxs: 0 });
      rig.ask(decide(4));
    },
  },
  {
    note: 'an invalid proposal: a transaction twice',
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(validate(rig, 1, 1));
      rig.ask({ kind: 'send_txs_for_proposal', proposalId: 1, txs: CHILD.built.txs });
      rig.advance(SECOND);
      rig.ask({ kind: 'send_txs_for_proposal', proposalId: 1, txs: CHILD.built.txs });
      rig.advance(SECOND);
      rig.ask({ kind: 'send_txs_for_proposal', proposalId: 1, txs: [] });
      rig.ask({ kind: 'finish_proposal', proposalId: 1, finalNExecutedTxs: 2 });
      rig.ask(decide(1));
    },
  },
  {
    note: 'an aborted validation, and what can be asked of it afterwards',
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(validate(rig, 2, 1));
      rig.ask({ kind: 'abort_proposal', proposalId: 2 });
      rig.ask({ kind: 'abort_proposal', proposalId: 2 });
      rig.ask({ kind: 'send_txs_for_proposal', proposalId: 2, txs: [] });
      rig.ask({ kind: 'finish_proposal', proposalId: 2, finalNExecutedTxs: 0 });
      rig.ask(decide(2));
      rig.ask(validate(rig, 2, 1));
      rig.ask(validate(rig, 3, 1));
    },
  },
  {
    note: 'the errors of heights',
    play: (rig) => {
      rig.ask(propose(rig, 0, 1));
      rig.ask(validate(rig, 0, 1));
      rig.ask(decide(0));
      rig.ask(content(0));
      rig.ask(start(2));
      rig.ask(start(1));
      rig.ask(start(1));
      rig.ask(propose(rig, 0, 2));
      rig.ask({ ...propose(rig, 0, 1), deadline: toTimeUs(1) } as BatcherRequest);
      rig.ask({ kind: 'get_block_hash', height: toHeight(9) });
      rig.ask({ kind: 'add_sync_block', block: { ...CHILD.block, info: infoOf(7) } });
      rig.ask({ kind: 'add_sync_block', block: { ...CHILD.block, commitments: null } });
      rig.ask(propose(rig, 1, 1));
      rig.ask({ kind: 'add_sync_block', block: CHILD.block });
      rig.ask(start(2));
    },
  },
  {
    note: 'a second proposal while one runs',
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(propose(rig, 0, 1));
      rig.ask(propose(rig, 0, 1));
      rig.ask(validate(rig, 1, 1));
      rig.ask(decide(0));
      rig.ask(content(0));
      rig.ask(propose(rig, 0, 1));
      rig.ask(content(0));
    },
  },
  {
    note: 'content that waits delays everything behind it',
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(propose(rig, 0, 1));
      rig.send(content(0));
      rig.send(start(1));
      rig.send({ kind: 'get_current_height' });
      rig.send(decide(0));
      rig.send({ kind: 'get_current_height' });
      rig.advance(SECOND);
      rig.advance(3 * SECOND);
    },
  },
  {
    note: 'content that was pushed is void when the height is left',
    transfers: 2,
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(propose(rig, 0, 1));
      rig.advance(SECOND);
      rig.send({ kind: 'add_sync_block', block: CHILD.block });
      rig.send(content(0));
      rig.advance(SECOND);
      rig.ask(start(2));
      rig.ask(content(0));
    },
  },
  {
    note: 'more chunks than there is credit',
    transfers: 9,
    settings: { batcher: { ...CODE_DEFAULTS.batcher, outstreamContentBufferSize: 1 } },
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(propose(rig, 0, 1));
      rig.advance(3 * SECOND);
      for (let i = 0; i < 11; i++) rig.ask(content(0));
    },
  },
  {
    note: 'a proposal decided with content that nobody took',
    transfers: 2,
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(propose(rig, 0, 1));
      rig.advance(4 * SECOND);
      rig.ask(decide(0));
      rig.ask(content(0));
    },
  },
  {
    note: 'a batcher that only validates',
    settings: { batcher: { ...CODE_DEFAULTS.batcher, validationOnly: true } },
    play: (rig) => {
      rig.ask(start(1));
      rig.ask(propose(rig, 0, 1));
      rig.ask(content(0));
    },
  },
];

const outcome = (transport: BridgeTransportKind, { play, transfers, settings }: Case): readonly string[] => {
  const rig = createBridgeRig(transport, transfers ?? 0, settings);
  play(rig);
  return rig.answers.map(({ callId, answer }) => `${callId} ${plainToText(answer)}`);
};

test.each(SCRIPTS)('bridge conformance: $note', (script) => {
  const [apollo, stream] = TRANSPORTS.map((transport) => outcome(transport, script));
  expect(required(apollo, 'an outcome').length).toBeGreaterThan(2);
  expect(stream).toEqual(apollo);
});

test('bridge conformance: the scripts make all sixteen requests and meet fourteen kinds of errors', () => {
  const asked = new Set<string>();
  const errors = new Set<string>();
  for (const script of SCRIPTS) {
    const rig = createBridgeRig('seed-stream', script.transfers ?? 0, script.settings);
    const note = (request: BatcherRequest): void => {
      asked.add(request.kind);
    };
    const watched: BridgeRig = {
      ...rig,
      ask: (request) => {
        note(request);
        return rig.ask(request);
      },
      send: (request) => {
        note(request);
        return rig.send(request);
      },
    };
    script.play(watched);
    const code = (answer: BatcherAnswer): void => {
      if (!answer.ok && answer.error.kind === 'batcher_error') errors.add(answer.error.error.code);
    };
    for (const { answer } of rig.answers) code(answer);
    expect(rig.bytes()).toBeGreaterThan(100);
  }
  expect(asked.size).toBe(16);
  expect([...errors].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'AnotherProposalInProgress',
    'BlockHashNotFound',
    'ContractCallFailed',
    'ExecutedProposalNotFound',
    'HeightInProgress',
    'InternalError',
    'InvalidBlockNumber',
    'MissingHeaderCommitments',
    'NoActiveHeight',
    'ProposalAlreadyExists',
    'ProposalNotFound',
    'ProposingNotSupported',
    'StorageHeightMarkerMismatch',
    'TimeToDeadlineError',
  ]);
});

type Step = { readonly what: number; readonly id: number; readonly height: number; readonly waitMs: number };
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.nat({ max: 9 }),
  id: fc.nat({ max: 2 }),
  height: fc.integer({ min: 1, max: 2 }),
  waitMs: fc.constantFrom(0, 0, 30, 2_000),
});

const requestOf = (rig: BridgeRig, { what, id, height }: Step): BatcherRequest => {
  const table: readonly BatcherRequest[] = [
    start(height),
    propose(rig, id, height),
    propose(rig, id, 1),
    validate(rig, id, 1),
    { kind: 'finish_proposal', proposalId: id, finalNExecutedTxs: 0 },
    { kind: 'abort_proposal', proposalId: id },
    decide(id),
    { kind: 'add_sync_block', block: CHILD.block },
    { kind: 'revert_block', height: toHeight(height) },
  ];
  return table[what] ?? content(id);
};

/** Everything that pulls give until the end: where chunks are cut depends on when they are pulled. */
const drain = (rig: BridgeRig, id: number): string => {
  const hashes: string[] = [];
  for (;;) {
    const answer = rig.ask(content(id));
    if (answer?.ok !== true || answer.value.kind !== 'proposal_txs') return `${hashes.join()} ${plainToText(answer)}`;
    hashes.push(...answer.value.txs.map((tx) => String(tx.hash)));
  }
};

const playRandom = (transport: BridgeTransportKind, steps: readonly Step[]): readonly string[] => {
  const rig = createBridgeRig(transport, 2);
  rig.ask(start(1));
  return steps.map((one) => {
    const request = requestOf(rig, one);
    const result = request.kind === 'get_proposal_content' ? drain(rig, one.id) : plainToText(rig.ask(request));
    rig.advance(one.waitMs * 1_000);
    return result;
  });
};

test('bridge conformance: random scripts give the same answers', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => {
      expect(playRandom('seed-stream', steps)).toEqual(playRandom('apollo', steps));
    }),
    { numRuns: 60 },
  );
}, 60_000);
