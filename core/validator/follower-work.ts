// What a full node asks of its batcher, one call at a time. By state diffs: AddSyncBlock, nothing else. By execution: the block is validated like a
// proposal (StartHeight, ValidateBlock, SendTxs, FinishProposal), the partial block hash that comes out is compared with the one of the fetched block,
// and only then the block is added. Source: protocol.md 3.3, 5.2; that a node executes again is its own choice there, and takes bodies that Apollo's
// sync does not have for blocks decided locally: here servers keep them when the world has such a node (docs/honesty.md).
import type { Felt } from '../base/felt.ts';
import { partialBlockHash } from '../hashes/block-hash.ts';
import { stateDiffCommitment } from '../hashes/state-diff-commitment.ts';
import { transactionHash } from '../hashes/transaction-hash.ts';
import { STORED_BLOCK_HASH_BUFFER } from '../orchestrator/retrospective.ts';
import type { BatcherAnswer, BatcherRequest, BatcherResponse, BlockNumberAndHash } from '../types/batcher.ts';
import type { BlockHeaderCommitments } from '../types/block.ts';
import { type Height, toHeight, toTimeUs } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { refuseBlock } from './follower-fetch.ts';
import { type FetchedBlock, type FollowerPhase, type FollowerRun, change, log } from './follower-state.ts';

/** After a failure the batcher is asked again this much later. */
const REST_US = 1_000_000;
/** A block may take this long to execute. */
const EXECUTION_US = 60_000_000;

/** Where does the batcher stand? */
export const askHeight = (run: FollowerRun): void => call(run, 'asking_height', { kind: 'get_current_height' });

/** Takes up the next block if nothing is under way. */
export const work = (run: FollowerRun): void => {
  const { phase, fetched } = run.state;
  const [next] = fetched;
  if (phase !== 'idle' || next === undefined) return;
  if (run.config.follow === 'state_diffs') add(run, next);
  else call(run, 'starting', { kind: 'start_height', height: next.block.info.height });
};

const call = (run: FollowerRun, phase: FollowerPhase, request: BatcherRequest): void => {
  const callId = run.state.nextCall;
  change(run, { phase, call: { callId, request }, nextCall: callId + 1 });
  log(run, { kind: 'call_sent', callId, request, attempt: 1 });
  run.effects.push({ kind: 'bridge', message: { kind: 'call', callId, request }, extraUs: 0 });
};

const add = (run: FollowerRun, { block }: FetchedBlock): void => call(run, 'adding', { kind: 'add_sync_block', block });

const rest = (run: FollowerRun): void => {
  change(run, { phase: 'resting', call: null });
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + REST_US), timer: { kind: 'rested' } });
};

/** The answer to the call under way, which has been logged. */
export const takeAnswer = (run: FollowerRun, answer: BatcherAnswer): void => {
  const { phase, fetched } = run.state;
  change(run, { call: null });
  if (phase === 'asking_height') {
    if (answer.ok && answer.value.kind === 'current_height') standAt(run, answer.value.height);
    else rest(run);
    return;
  }
  const [next] = fetched;
  // Refused meanwhile.
  if (next === undefined) change(run, { phase: 'idle' });
  else if (answer.ok) proceed(run, phase, next, answer.value);
  else fail(run, phase, next, answer);
};

const standAt = (run: FollowerRun, height: Height): void => {
  const isNext = run.state.fetched[0]?.block.info.height === height;
  change(run, { phase: 'idle', height, fetched: isNext ? run.state.fetched : [] });
};

/** What the batcher refuses: it may have started the height before, or tried the block already; anything else is asked again later. */
const fail = (run: FollowerRun, phase: FollowerPhase, next: FetchedBlock, answer: BatcherAnswer & { readonly ok: false }): void => {
  const { error } = answer;
  if (error.kind === 'batcher_error' && error.error.code === 'HeightInProgress' && phase === 'starting') started(run, next);
  else if (error.kind === 'batcher_error' && error.error.code === 'ProposalAlreadyExists') started(run, next);
  else rest(run);
};

const proceed = (run: FollowerRun, phase: FollowerPhase, next: FetchedBlock, value: BatcherResponse): void => {
  const { height } = next.block.info;
  if (value.kind === 'invalid_proposal') {
    refuse(run, next, `block ${height} cannot be executed: ${value.reason}`);
    return;
  }
  switch (phase) {
    case 'starting':
      started(run, next);
      return;
    case 'asking_hash':
      if (value.kind === 'block_hash') validate(run, next, { height: toHeight(height - STORED_BLOCK_HASH_BUFFER), hash: value.hash });
      return;
    case 'validating':
      send(run, next);
      return;
    case 'sending':
      finish(run, next);
      return;
    case 'finishing':
      if (value.kind === 'proposal_finished') compare(run, next, value.info.partialBlockHash);
      return;
    case 'adding':
      log(run, { kind: 'synced', height });
      change(run, { phase: 'idle', height: toHeight(height + 1), fetched: run.state.fetched.slice(1) });
      return;
    case 'idle':
    case 'resting':
    case 'asking_height':
      return;
  }
};

/** From block 10 on a block names the hash of the tenth before it, which this node has computed itself. */
const started = (run: FollowerRun, next: FetchedBlock): void => {
  const before = next.block.info.height - STORED_BLOCK_HASH_BUFFER;
  if (before < 0) validate(run, next, null);
  else call(run, 'asking_hash', { kind: 'get_block_hash', height: toHeight(before) });
};

const validate = (run: FollowerRun, { block }: FetchedBlock, retrospectiveBlockHash: BlockNumberAndHash | null): void => {
  change(run, { nextProposal: run.state.nextProposal + 1 });
  call(run, 'validating', {
    kind: 'validate_block',
    proposalId: run.state.nextProposal,
    deadline: toTimeUs(run.now + EXECUTION_US),
    retrospectiveBlockHash,
    blockInfo: block.info,
  });
};

const send = (run: FollowerRun, next: FetchedBlock): void => {
  const { kernel, chainId } = run.config;
  const { height } = next.block.info;
  const txs: HashedTransaction[] = [];
  for (const { hash, body } of next.txs) {
    if (body === null || transactionHash(kernel, body.tx, chainId) !== hash) {
      refuse(run, next, `block ${height} comes with a transaction that is not the one of its hash`);
      return;
    }
    txs.push(body);
  }
  if (txs.length === 0) finish(run, next);
  else call(run, 'sending', { kind: 'send_txs_for_proposal', proposalId: run.state.nextProposal, txs });
};

const finish = (run: FollowerRun, { txs }: FetchedBlock): void =>
  call(run, 'finishing', { kind: 'finish_proposal', proposalId: run.state.nextProposal, finalNExecutedTxs: txs.length });

/** The execution against header and state diff of the fetched block: both enter the hash it is compared with. */
const compare = (run: FollowerRun, next: FetchedBlock, got: Felt): void => {
  const { info, commitments, stateDiff } = next.block;
  const ofDiff = stateDiffCommitment(run.config.kernel, stateDiff).commitment;
  const expected = commitments === null ? got : hashWith(run, next, { ...commitments, stateDiffCommitment: ofDiff });
  log(run, { kind: 'block_checked', height: info.height, by: 'execution', expected, got });
  if (got !== expected) refuse(run, next, `executing block ${info.height} gives another block`);
  else if (commitments?.stateDiffCommitment !== ofDiff)
    refuse(run, next, `the header of block ${info.height} commits to another state diff`);
  else add(run, next);
};

const hashWith = (run: FollowerRun, { block }: FetchedBlock, commitments: BlockHeaderCommitments): Felt =>
  partialBlockHash(run.config.kernel, { info: block.info, commitments });

const refuse = (run: FollowerRun, { block, from }: FetchedBlock, reason: string): void => {
  change(run, { phase: 'idle' });
  refuseBlock(run, { peer: from, height: block.info.height, reason });
};
