// What a full node fetches: it always wants the block after those it has, and checks every state diff against the commitment in its header before it
// takes the block. Only the header itself is trusted: its hash and signature are placeholders for blocks that were decided locally, as in Apollo.
// A node that executes blocks again leaves the state diff to the execution (follower-work.ts).
import { stateDiffCommitment } from '../hashes/state-diff-commitment.ts';
import {
  type Arrival,
  type ClientEffect,
  type ClientStep,
  QUERY_PATIENCE_US,
  checkQuery,
  receiveSync,
  rejectBlock,
  wantBlocks,
} from '../sync/client.ts';
import { ANSWER_BLOCKS_MAX } from '../sync/server.ts';
import { type Height, type ValidatorIndex, toHeight, toTimeUs } from '../types/ids.ts';
import { type FetchedBlock, type FollowerRun, change, log, peersOf } from './follower-state.ts';
import { queryFrame } from './sync-frames.ts';

/** Asks for the next block unless a question is under way or enough blocks wait. */
export const fetchMore = (run: FollowerRun): void => {
  const { height, fetched, client } = run.state;
  if (height === null || client.query !== null || fetched.length >= ANSWER_BLOCKS_MAX.state_diffs) return;
  take(run, wantBlocks(client, toHeight(height + fetched.length), peersOf(run), run.now));
};

/** A message of an answer has arrived. */
export const takeArrival = (run: FollowerRun, arrival: Arrival): void =>
  take(run, receiveSync(run.state.client, arrival, peersOf(run), run.now));

/** The time of a question may be over. */
export const checkPatience = (run: FollowerRun, query: number): void => {
  if (run.state.client.query?.number !== query) return;
  const step = checkQuery(run.state.client, query, peersOf(run), run.now);
  if (step.effects.length === 0) wait(run, query);
  else take(run, step);
};

/** The block of a height is wrong: it and all later ones are forgotten, its sender is dropped, the next peer is asked. */
export const refuseBlock = (
  run: FollowerRun,
  wrong: { readonly peer: ValidatorIndex; readonly height: Height; readonly reason: string },
): void => {
  const fetched = run.state.fetched.filter(({ block }) => block.info.height < wrong.height);
  change(run, { fetched });
  take(run, rejectBlock(run.state.client, wrong, peersOf(run), run.now));
};

const take = (run: FollowerRun, step: ClientStep): void => {
  change(run, { client: step.state });
  for (const effect of step.effects) if (!perform(run, effect)) return;
};

/** False when the effect has made all later ones void. */
const perform = (run: FollowerRun, effect: ClientEffect): boolean => {
  switch (effect.kind) {
    case 'ask':
      run.effects.push(queryFrame(effect));
      wait(run, effect.query);
      return true;
    case 'drop_peer':
      log(run, { kind: 'peer_dropped', peer: effect.peer, reason: effect.reason });
      return true;
    case 'block':
      return takeBlock(run, effect);
  }
};

const takeBlock = (run: FollowerRun, { block, txs, from }: FetchedBlock): boolean => {
  const { height, fetched } = run.state;
  const at = block.info.height;
  if (height === null || at !== height + fetched.length) return true;
  if (run.config.follow === 'state_diffs' && !isDiffSound(run, { block, txs, from })) return false;
  change(run, { fetched: [...run.state.fetched, { block, txs, from }] });
  log(run, { kind: 'sync_block_ready', height: at, from });
  return true;
};

const isDiffSound = (run: FollowerRun, { block, from }: FetchedBlock): boolean => {
  const { height } = block.info;
  const got = stateDiffCommitment(run.config.kernel, block.stateDiff).commitment;
  const expected = block.commitments?.stateDiffCommitment ?? got;
  log(run, { kind: 'block_checked', height, by: 'state_diff_commitment', expected, got });
  if (got === expected) return true;
  refuseBlock(run, { peer: from, height, reason: `the state diff of block ${height} is not what its header commits to` });
  return false;
};

const wait = (run: FollowerRun, query: number): void => {
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + QUERY_PATIENCE_US), timer: { kind: 'patience', query } });
};
