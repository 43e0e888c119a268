// Batcher scenarios S-38 to S-49, S-61, S-62 and S-64 of Apollo's tests as tables of requests and answers, over scripted neighbours.
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import type { BatcherAnswer, BatcherError, BatcherRequest } from '../types/batcher.ts';
import { toHeight, toTimeUs } from '../types/ids.ts';
import { COMPONENT_QUEUE_MAX } from '../base/limits.ts';
import { MS, SECOND, type Rig, createRig, infoOf, invokeOf, l1HandlerOf, propose, rigAt, syncBlockOf, validate } from './fixtures.ts';

const DONE: BatcherAnswer = { ok: true, value: { kind: 'done' } };
const failed = (error: BatcherError): BatcherAnswer => ({ ok: false, error: { kind: 'batcher_error', error } });
const start = (rig: Rig, height: number): BatcherAnswer | null => rig.call({ kind: 'start_height', height: toHeight(height) });
const marker = (rig: Rig): number => rig.state.storage.blocks.length;

/** A rig at `marker` whose height `marker` is started. */
const started = (height: number, options: Parameters<typeof rigAt>[1] = {}): Rig => {
  const rig = rigAt(height, options);
  expect(start(rig, height)).toEqual(DONE);
  return rig;
};

/** Validates `txs` under `id` to the end. */
const validateAll = (rig: Rig, id: number, txs: readonly ReturnType<typeof invokeOf>[]): BatcherAnswer => {
  expect(validate(rig, { id })).toEqual(DONE);
  rig.ask({ kind: 'send_txs_for_proposal', proposalId: id, txs });
  return rig.ask({ kind: 'finish_proposal', proposalId: id, finalNExecutedTxs: txs.length });
};

/** Builds a proposal from what the pool holds, to the end. */
const proposeAll = (rig: Rig, id: number): BatcherAnswer => {
  expect(propose(rig, { id })).toEqual(DONE);
  for (;;) {
    const answer = rig.ask({ kind: 'get_proposal_content', proposalId: id });
    if (!answer.ok || answer.value.kind !== 'proposal_txs') return answer;
  }
};

const finishedKind = (answer: BatcherAnswer): string => (answer.ok ? answer.value.kind : answer.error.kind);

test('batcher: S-38 a height starts at the storage marker and only once', () => {
  const rig = rigAt(3);
  const mismatch = (requested: number): BatcherAnswer =>
    failed({ code: 'StorageHeightMarkerMismatch', markerHeight: toHeight(3), requestedHeight: toHeight(requested) });
  expect(start(rig, 2)).toEqual(mismatch(2));
  expect(start(rig, 4)).toEqual(mismatch(4));
  expect(start(rig, 3)).toEqual(DONE);
  expect(start(rig, 3)).toEqual(failed({ code: 'HeightInProgress' }));
});

test('batcher: S-39 without an active height there is nothing to propose, validate or decide', () => {
  const rig = rigAt(3);
  const none = failed({ code: 'NoActiveHeight' });
  expect(propose(rig, { id: 0, height: 3 })).toEqual(none);
  expect(validate(rig, { id: 0, height: 3 })).toEqual(none);
  expect(rig.call({ kind: 'decision_reached', proposalId: 0 })).toEqual(none);
});

test('batcher: S-40 a validator executes what it is sent and answers with the finished proposal', () => {
  const rig = started(3);
  expect(validate(rig, { id: 0 })).toEqual(DONE);
  const send: BatcherRequest = {
    kind: 'send_txs_for_proposal',
    proposalId: 0,
    txs: [invokeOf(1, { l2Gas: 5 }), invokeOf(2, { does: 'reject' }), invokeOf(3, { l2Gas: 7 })],
  };
  expect(rig.call(send)).toEqual({ ok: true, value: { kind: 'processing' } });
  const answer = rig.ask({ kind: 'finish_proposal', proposalId: 0, finalNExecutedTxs: 3 });
  expect(answer).toMatchObject({ ok: true, value: { kind: 'proposal_finished', info: { finalNExecutedTxs: 3, l2GasUsed: 12 } } });
  expect(rig.notes.filter((n) => n.kind === 'proposal_executed')).toMatchObject([{ role: 'validator', closedBy: 'final_n', nTxs: 2 }]);
});

test('batcher: S-41 a proposer hands out chunks, then the finished proposal, then nothing', () => {
  const rig = started(3, { settings: { outstreamContentBufferSize: 2 } });
  rig.neighbours.pool.push(...[1, 2, 3, 4, 5].map((n) => invokeOf(n)));
  expect(propose(rig, { id: 0 })).toEqual(DONE);
  const sizes: number[] = [];
  const hashes: bigint[] = [];
  for (let i = 0; i < 3; i++) {
    const answer = rig.ask({ kind: 'get_proposal_content', proposalId: 0 });
    if (!answer.ok || answer.value.kind !== 'proposal_txs') throw new Error('a chunk is expected');
    sizes.push(answer.value.txs.length);
    hashes.push(...answer.value.txs.map((tx) => tx.hash));
  }
  expect(sizes).toEqual([2, 2, 1]);
  expect(hashes).toEqual([1_000n, 2_000n, 3_000n, 4_000n, 5_000n]);
  expect(finishedKind(rig.ask({ kind: 'get_proposal_content', proposalId: 0 }))).toBe('proposal_finished');
  expect(rig.ask({ kind: 'get_proposal_content', proposalId: 0 })).toEqual(failed({ code: 'ProposalNotFound', proposalId: 0 }));
});

const onProposal = (proposalId: number): readonly BatcherRequest[] => [
  { kind: 'abort_proposal', proposalId },
  { kind: 'finish_proposal', proposalId, finalNExecutedTxs: 0 },
  { kind: 'send_txs_for_proposal', proposalId, txs: [] },
];

test('batcher: S-42 an unknown proposal is not found', () => {
  const rig = started(3);
  const requests: readonly BatcherRequest[] = [...onProposal(7), { kind: 'get_proposal_content', proposalId: 7 }];
  for (const request of requests) expect(rig.call(request)).toEqual(failed({ code: 'ProposalNotFound', proposalId: 7 }));
});

test('batcher: S-43 after finish or abort a proposal is not found', () => {
  const ends: readonly BatcherRequest[] = [
    { kind: 'finish_proposal', proposalId: 0, finalNExecutedTxs: 0 },
    { kind: 'abort_proposal', proposalId: 0 },
  ];
  for (const end of ends) {
    const rig = started(3);
    expect(validate(rig, { id: 0 })).toEqual(DONE);
    expect(rig.ask(end).ok).toBe(true);
    for (const request of onProposal(0)) expect(rig.call(request)).toEqual(failed({ code: 'ProposalNotFound', proposalId: 0 }));
  }
});

test('batcher: S-44 from height 10 on the retrospective hash is required', () => {
  const atNine = started(9);
  expect(validate(atNine, { id: 0 })).toEqual(DONE);
  const atTen = started(10);
  expect(propose(atTen, { id: 0 })).toEqual(failed({ code: 'MissingRetrospectiveBlockHash' }));
  expect(validate(atTen, { id: 0 })).toEqual(failed({ code: 'MissingRetrospectiveBlockHash' }));
  expect(validate(atTen, { id: 0, hash: toFelt(5) })).toEqual(DONE);
});

test('batcher: S-45 one proposal is active at a time, any number in one height', () => {
  const rig = started(3);
  expect(validate(rig, { id: 0 })).toEqual(DONE);
  const busy = failed({ code: 'AnotherProposalInProgress', activeProposalId: 0, newProposalId: 1 });
  expect(propose(rig, { id: 1 })).toEqual(busy);
  expect(validate(rig, { id: 1 })).toEqual(busy);
  expect(finishedKind(rig.ask({ kind: 'finish_proposal', proposalId: 0, finalNExecutedTxs: 0 }))).toBe('proposal_finished');
  expect(finishedKind(proposeAll(rig, 2))).toBe('proposal_finished');
  expect(finishedKind(validateAll(rig, 3, []))).toBe('proposal_finished');
  expect(finishedKind(proposeAll(rig, 4))).toBe('proposal_finished');
  expect(finishedKind(validateAll(rig, 5, []))).toBe('proposal_finished');
  expect(validate(rig, { id: 3 })).toEqual(failed({ code: 'ProposalAlreadyExists', proposalId: 3 }));
});

test('batcher: S-46 a decision needs an executed proposal', () => {
  const rig = started(3);
  expect(rig.call({ kind: 'decision_reached', proposalId: 0 })).toEqual(failed({ code: 'ExecutedProposalNotFound', proposalId: 0 }));
  expect(validate(rig, { id: 0 })).toEqual(DONE);
  expect(rig.call({ kind: 'decision_reached', proposalId: 0 })).toEqual(failed({ code: 'ExecutedProposalNotFound', proposalId: 0 }));
  rig.call({ kind: 'abort_proposal', proposalId: 0 });
  expect(rig.call({ kind: 'decision_reached', proposalId: 0 })).toEqual(failed({ code: 'InternalError' }));
});

test('batcher: S-47 a decision commits storage, L1 provider and mempool in this order', () => {
  const rig = started(3);
  rig.neighbours.l1.push(l1HandlerOf(1), l1HandlerOf(2, true));
  rig.neighbours.pool.push(invokeOf(1), invokeOf(2, { does: 'reject' }), invokeOf(3, { does: 'revert' }));
  expect(finishedKind(proposeAll(rig, 0))).toBe('proposal_finished');
  rig.neighbours.calls.length = 0;
  const askedAt = rig.now();
  const parent = rig.state.storage.blocks[2]!.partialBlockHash;
  const answer = rig.ask({ kind: 'decision_reached', proposalId: 0 });
  expect(answer).toMatchObject({
    ok: true,
    value: { kind: 'decision', decision: { parentProposalCommitment: parent, bouncerWeights: { nTxs: 3 } } },
  });
  if (!answer.ok || answer.value.kind !== 'decision') throw new Error('a decision is expected');
  const { receipts, stateDiff } = answer.value.decision;
  expect(receipts.map((r) => [r.transactionHash, r.status.kind])).toEqual([
    [1_000_001n, 'succeeded'],
    [1_000n, 'succeeded'],
    [3_000n, 'reverted'],
  ]);
  expect([...stateDiff.nonces]).toEqual([
    ['0x1001', 1n],
    ['0x1003', 1n],
  ]);
  expect(rig.neighbours.calls).toEqual([
    'storage.commit 3',
    'l1.commit_block [1000001 1000002] [1000002] 3',
    'mempool.commit_block [1 1] [1000002 2000]',
  ]);
  expect(rig.notes.filter((n) => n.kind === 'block_committed')).toMatchObject([{ height: 3, source: 'decision' }]);
  expect(rig.answers.get(rig.answers.size - 1)!.at - askedAt).toBe(5 * MS);
  expect(marker(rig)).toBe(4);
  expect(rig.call({ kind: 'decision_reached', proposalId: 0 })).toEqual(failed({ code: 'ExecutedProposalNotFound', proposalId: 0 }));
});

test('batcher: a failed storage transaction is the only error of a commit', () => {
  const rig = started(3);
  expect(finishedKind(proposeAll(rig, 0))).toBe('proposal_finished');
  expect(finishedKind(proposeAll(rig, 1))).toBe('proposal_finished');
  expect(rig.ask({ kind: 'decision_reached', proposalId: 0 }).ok).toBe(true);
  expect(rig.ask({ kind: 'decision_reached', proposalId: 1 })).toEqual(failed({ code: 'InternalError' }));
  expect(marker(rig)).toBe(4);
});

test('batcher: S-48 a mempool that is not ready refuses a proposal with its own error', () => {
  const rig = started(3);
  rig.neighbours.failing.add('mempool.update_gas_price');
  expect(propose(rig, { id: 0 })).toEqual(failed({ code: 'InternalError' }));
  rig.neighbours.failing.add('mempool.commit_block');
  expect(propose(rig, { id: 0 })).toEqual(failed({ code: 'NotReady' }));
});

test('batcher: S-49 a batcher that only validates knows no mempool', () => {
  const rig = started(3, { settings: { validationOnly: true } });
  expect(propose(rig, { id: 0 })).toEqual(failed({ code: 'ProposingNotSupported' }));
  expect(finishedKind(validateAll(rig, 0, [invokeOf(1)]))).toBe('proposal_finished');
  expect(rig.ask({ kind: 'decision_reached', proposalId: 0 }).ok).toBe(true);
  expect(rig.neighbours.calls.filter((c) => c.startsWith('mempool'))).toEqual([]);
});

test('batcher: S-61 a commit survives a failing L1 provider and a failing mempool', () => {
  const rig = started(3);
  expect(finishedKind(proposeAll(rig, 0))).toBe('proposal_finished');
  rig.neighbours.calls.length = 0;
  rig.neighbours.failing.add('l1.commit_block').add('mempool.commit_block');
  expect(rig.ask({ kind: 'decision_reached', proposalId: 0 }).ok).toBe(true);
  expect(rig.neighbours.calls).toEqual(['storage.commit 3', 'l1.commit_block [] [] 3', 'mempool.commit_block [] []']);
  expect(rig.notes.filter((n) => n.kind === 'refused').map((n) => n.code)).toEqual(['L1CommitFailed', 'MempoolCommitFailed']);
});

test('batcher: S-62 only the newest block can be reverted', () => {
  const rig = rigAt(3);
  const mismatch = (at: number, requested: number): BatcherAnswer =>
    failed({ code: 'StorageHeightMarkerMismatch', markerHeight: toHeight(at), requestedHeight: toHeight(requested) });
  expect(rig.ask({ kind: 'revert_block', height: toHeight(3) })).toEqual(mismatch(3, 3));
  expect(rig.ask({ kind: 'revert_block', height: toHeight(2) })).toEqual(DONE);
  expect(rig.ask({ kind: 'get_current_height' })).toEqual({ ok: true, value: { kind: 'current_height', height: 2 } });
  const empty = rigAt(0);
  expect(empty.ask({ kind: 'revert_block', height: toHeight(0) })).toEqual(mismatch(0, 0));
});

test('batcher: a reverted block leaves state, root and hash as they were', () => {
  const rig = rigAt(2);
  const before = rig.ask({ kind: 'get_block_hash', height: toHeight(1) });
  rig.ask({ kind: 'add_sync_block', block: syncBlockOf(2) });
  rig.advance(SECOND);
  const hash = rig.ask({ kind: 'get_block_hash', height: toHeight(2) });
  expect(rig.ask({ kind: 'revert_block', height: toHeight(2) })).toEqual(DONE);
  expect(rig.ask({ kind: 'get_block_hash', height: toHeight(2) })).toEqual(failed({ code: 'BlockHashNotFound', height: toHeight(2) }));
  expect(rig.ask({ kind: 'get_block_hash', height: toHeight(1) })).toEqual(before);
  const cell = (): BatcherAnswer => rig.ask({ kind: 'call_contract', address: toFelt(0x77), selector: toFelt(1), calldata: [toFelt(1)] });
  expect(cell()).toEqual({ ok: true, value: { kind: 'call_result', retdata: [2n] } });
  rig.ask({ kind: 'add_sync_block', block: syncBlockOf(2) });
  rig.advance(SECOND);
  expect(rig.ask({ kind: 'get_block_hash', height: toHeight(2) })).toEqual(hash);
  expect(cell()).toEqual({ ok: true, value: { kind: 'call_result', retdata: [3n] } });
});

test('batcher: S-64 an invalid L1 handler makes the whole proposal invalid', () => {
  for (const reason of ['AlreadyIncludedInProposedBlock', 'AlreadyIncludedOnL2', 'CancelledOnL2', 'ConsumedOnL1', 'NotFound']) {
    const rig = started(3);
    rig.neighbours.invalidL1.set(l1HandlerOf(1).hash, reason);
    expect(validate(rig, { id: 0 })).toEqual(DONE);
    rig.call({ kind: 'send_txs_for_proposal', proposalId: 0, txs: [invokeOf(1), l1HandlerOf(2), l1HandlerOf(1)] });
    const text = `L1 Handler transaction validation failed: ${reason} (transaction 0xf4241)`;
    const answer = rig.ask({ kind: 'finish_proposal', proposalId: 0, finalNExecutedTxs: 3 });
    expect(answer).toEqual({ ok: true, value: { kind: 'invalid_proposal', reason: text } });
  }
});

test('batcher: an L1 provider that errs makes the proposal invalid too', () => {
  const rig = started(3);
  rig.neighbours.failing.add('l1.validate');
  expect(validate(rig, { id: 0 })).toEqual(DONE);
  rig.call({ kind: 'send_txs_for_proposal', proposalId: 0, txs: [l1HandlerOf(1)] });
  rig.advance(20 * MS);
  // The builder has failed already: the next batch learns it, too.
  expect(rig.call({ kind: 'send_txs_for_proposal', proposalId: 0, txs: [] })).toMatchObject({
    value: { kind: 'invalid_proposal', reason: 'L1 Handler transaction validation failed: L1EventsProviderError (transaction 0xf4241)' },
  });
});

test('batcher: the checks of propose_block come in order, and the last two after the side effects', () => {
  const rig = started(3);
  expect(propose(rig, { id: 0, height: 4 })).toEqual(
    failed({ code: 'InvalidBlockNumber', activeHeight: toHeight(3), blockNumber: toHeight(4) }),
  );
  expect(rig.neighbours.calls).toEqual([]);
  rig.advance(SECOND);
  expect(propose(rig, { id: 0, deadlineUs: -1 })).toEqual(failed({ code: 'TimeToDeadlineError', deadline: toTimeUs(rig.now() - 1) }));
  expect(rig.neighbours.calls).toEqual(['mempool.commit_block [] []', 'mempool.update_gas_price 8', 'l1.start_block Propose 3']);
});

test('batcher: an L1 provider that cannot start is ignored', () => {
  const rig = started(3);
  rig.neighbours.failing.add('l1.start_block');
  expect(propose(rig, { id: 0 })).toEqual(DONE);
});

test('batcher: a waiting request blocks all later ones', () => {
  const rig = started(3);
  expect(propose(rig, { id: 0 })).toEqual(DONE);
  expect(rig.call({ kind: 'get_proposal_content', proposalId: 0 })).toBeNull();
  expect(rig.call({ kind: 'get_current_height' })).toBeNull();
  const before = rig.answers.size;
  rig.advance(1_499 * MS);
  expect(rig.answers.size).toBe(before);
  rig.advance(MS);
  const [content, height] = [...rig.answers.values()].slice(-2);
  expect([content!.at, height!.at]).toEqual([rig.now(), rig.now()]);
  expect(finishedKind(content!.answer)).toBe('proposal_finished');
});

test('batcher: a full queue refuses a request with a transport error', () => {
  const rig = started(3);
  propose(rig, { id: 0 });
  rig.call({ kind: 'get_proposal_content', proposalId: 0 });
  for (let i = 0; i < COMPONENT_QUEUE_MAX; i++) expect(rig.call({ kind: 'get_current_height' })).toBeNull();
  expect(rig.call({ kind: 'get_current_height' })).toMatchObject({ ok: false, error: { kind: 'client_error' } });
  expect(rig.notes.filter((n) => n.kind === 'component_overflow')).toEqual([
    { kind: 'component_overflow', queue: 'batcher', limit: COMPONENT_QUEUE_MAX },
  ]);
  expect(rig.notes.filter((n) => n.kind === 'refused').map((n) => n.code)).toEqual(['QueueFull']);
  const before = rig.answers.size;
  rig.advance(2 * SECOND);
  expect(rig.answers.size).toBe(before + 1 + COMPONENT_QUEUE_MAX);
});

test('batcher: a new height, a synced block and a revert drop the proposals of the old one', () => {
  const drops: readonly ((rig: Rig) => void)[] = [
    (rig) => void rig.ask({ kind: 'add_sync_block', block: syncBlockOf(3) }),
    (rig) => void rig.ask({ kind: 'revert_block', height: toHeight(2) }),
  ];
  for (const drop of drops) {
    const rig = started(3);
    expect(propose(rig, { id: 0 })).toEqual(DONE);
    drop(rig);
    expect(rig.call({ kind: 'get_proposal_content', proposalId: 0 })).toEqual(failed({ code: 'ProposalNotFound', proposalId: 0 }));
    expect(rig.call({ kind: 'decision_reached', proposalId: 0 })).toEqual(failed({ code: 'NoActiveHeight' }));
  }
  const rig = started(3);
  validateAll(rig, 0, []);
  validateAll(rig, 1, []);
  rig.ask({ kind: 'decision_reached', proposalId: 0 });
  expect(start(rig, 4)).toEqual(DONE);
  expect(rig.call({ kind: 'decision_reached', proposalId: 1 })).toEqual(failed({ code: 'ExecutedProposalNotFound', proposalId: 1 }));
});

test('batcher: a synced block needs the marker and header commitments, and is not executed', () => {
  const rig = rigAt(3);
  expect(rig.ask({ kind: 'add_sync_block', block: syncBlockOf(4) })).toEqual(
    failed({ code: 'StorageHeightMarkerMismatch', markerHeight: toHeight(3), requestedHeight: toHeight(4) }),
  );
  expect(rig.ask({ kind: 'add_sync_block', block: { ...syncBlockOf(3), commitments: null } })).toEqual(
    failed({ code: 'MissingHeaderCommitments', blockNumber: toHeight(3) }),
  );
  expect(rig.ask({ kind: 'add_sync_block', block: { ...syncBlockOf(3), l1TransactionHashes: [toFelt(9)] } })).toEqual(DONE);
  expect(rig.neighbours.calls).toEqual(['storage.commit 3', 'l1.commit_block [9] [] 3', 'mempool.commit_block [] []']);
});

test('batcher: start_round is refused, and a failed view call says why', () => {
  const rig = rigAt(1);
  expect(rig.call({ kind: 'start_round' })).toEqual(failed({ code: 'InternalError' }));
  const call: BatcherRequest = { kind: 'call_contract', address: toFelt(0x77), selector: toFelt(1), calldata: [] };
  expect(rig.call(call)).toEqual(failed({ code: 'ContractCallFailed', reason: 'no key' }));
  expect(createRig().call(call)).toEqual(failed({ code: 'ContractCallFailed', reason: 'no block is stored' }));
});

test('batcher: the retrospective hash is written by the start of the block', () => {
  const rig = started(10);
  expect(validate(rig, { id: 0, hash: toFelt(5) })).toEqual(DONE);
  rig.ask({ kind: 'finish_proposal', proposalId: 0, finalNExecutedTxs: 0 });
  const answer = rig.ask({ kind: 'decision_reached', proposalId: 0 });
  if (!answer.ok || answer.value.kind !== 'decision') throw new Error('a decision is expected');
  expect([...answer.value.decision.stateDiff.storage]).toEqual([['0x1', new Map([['0x0', 5n]])]]);
  expect(rig.state.storage.blocks[10]!.info).toEqual(infoOf(10));
});
