// The batcher process over the seed's stream: frames become requests of the batcher, its answers and the content of built proposals become frames.
// After a decision two more leave for the lanes of prover and state sync (seed.md rows 21, 22). Source: world.md 11.
import {
  type BatcherStream,
  type ContentSource,
  answerFrames,
  beatAtBatcher,
  createBatcherStream,
  hearAtBatcher,
  laneFrames,
  pushFrames,
} from '../bridge/transports/stream-batcher.ts';
import { HEARTBEAT_US } from '../bridge/transports/stream-end.ts';
import type { BatcherEnv, BatcherNote } from '../batcher/env.ts';
import { takeContent } from '../batcher/proposals.ts';
import type { BatcherCall } from '../batcher/state.ts';
import { stateMarker } from '../batcher/storage.ts';
import { type Result, err } from '../base/result.ts';
import type { BatcherAnswer, BatcherError, BatcherRequest, BatcherResponse } from '../types/batcher.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import type { StreamFrame } from '../wire/bridge/frame.ts';
import { sendOver } from './batcher-faults.ts';
import type { BatcherProcessState, Turn } from './batcher-state.ts';
import { frameOf, frameSummary, frameToSend } from './bridge-frames.ts';
import type { BridgeMessage } from './process.ts';

/** Opens the stream; the first heartbeat is what opens it. */
export const openStream = (turn: Turn): void => {
  turn.state.stream = createBatcherStream(turn.now);
  turn.state.transport = 'seed-stream';
  beatStream(turn, turn.now);
};

/** Consensus has called without the stream: nothing more is pushed, what is asked on it is still answered there. */
export const leaveStream = ({ state, now }: Turn): void => {
  if (state.transport !== 'seed-stream') return;
  state.transport = 'apollo';
  state.leftAt = now;
  state.stream?.pushes.clear();
};

/** A stream that was left goes when nothing is owed on it. */
export const closeIfDone = (state: BatcherProcessState): void => {
  if (state.transport !== 'seed-stream' && state.stream?.calls.size === 0) state.stream = null;
};

const hereOf = ({ now, state }: Turn): { readonly now: Turn['now']; readonly marker: ReturnType<typeof stateMarker> } => ({
  now,
  marker: stateMarker(state.batcher.storage),
});

const sendFrames = (turn: Turn, frames: readonly StreamFrame[], request: BatcherRequest['kind'] = 'start_round'): void => {
  for (const frame of frames) {
    const { body, message } = frameToSend(frame, turn.config.slot, () => request);
    if (body !== null) turn.out.push({ kind: 'log', body });
    sendOver(turn, message);
  }
};

/** A second has passed for the stream opened at `since`. */
export const beatStream = (turn: Turn, since: TimeUs): void => {
  const { stream, batcher } = turn.state;
  if (stream?.since !== since) return;
  const { slot } = turn.config;
  const { frames, missed, lost } = beatAtBatcher(stream, hereOf(turn));
  if (missed > 0) {
    turn.out.push({ kind: 'log', body: { kind: 'timer_fired', timer: 'heartbeat', height: batcher.activeHeight, round: null } });
    turn.out.push({ kind: 'log', body: { kind: 'heartbeat_missed', slot, missed } });
  }
  if (lost) turn.out.push({ kind: 'log', body: { kind: 'bridge_lost', slot, missed } });
  sendFrames(turn, frames);
  turn.out.push({ kind: 'timer', at: toTimeUs(turn.now + HEARTBEAT_US), timer: { kind: 'beat', since } });
};

/** A frame arrives: the requests in it, whose delivery the caller logs. Everything else is logged and done here. */
export const hearFromConsensus = (turn: Turn, message: BridgeMessage & { readonly kind: 'stream_frame' }): readonly BatcherCall[] => {
  const { slot } = turn.config;
  const frame = frameOf(message);
  const { leftAt } = turn.state;
  if (turn.state.transport !== 'seed-stream' && (leftAt === null || frame.opened > leftAt)) openStream(turn);
  const { stream } = turn.state;
  if (stream === null) return [];
  const { reception, restored, requests, frames } = hearAtBatcher(stream, hereOf(turn), frame);
  if (requests.length > 0) return requests;
  const isBeat = frame.body.kind === 'heartbeat';
  const isQuiet = isBeat && !restored && (reception === 'accepted' || reception === 'ignored');
  if (isQuiet) return [];
  const what = frameSummary(frame.body, () => 'start_round');
  turn.out.push({ kind: 'log', body: { kind: 'bridge_frame_delivered', slot, what } });
  if (restored) turn.out.push({ kind: 'log', body: { kind: 'bridge_restored', slot } });
  if (reception === 'broken' || reception === 'reopened') {
    const reason = reception === 'broken' ? 'gap' : 'reopened';
    turn.out.push({ kind: 'log', body: { kind: 'bridge_reset', slot, reason } });
  }
  if (!isBeat && (reception === 'duplicate' || reception === 'ignored')) {
    const code = reception === 'duplicate' ? 'DuplicateFrame' : 'StaleFrame';
    turn.out.push({ kind: 'log', body: { kind: 'refused', source: 'bridge', code, detail: `number ${frame.seq}`, hash: null } });
  }
  sendFrames(turn, frames);
  return [];
};

const asAnswer = (outcome: Result<BatcherResponse, BatcherError>): BatcherAnswer =>
  outcome.ok ? outcome : err({ kind: 'batcher_error', error: outcome.error });

const contentSource = (env: BatcherEnv, { batcher }: BatcherProcessState): ContentSource => ({
  isOpen: (proposalId) => batcher.proposeStreams.has(proposalId),
  hasTxs: (proposalId) => (batcher.proposeStreams.get(proposalId)?.length ?? 0) > 0,
  take: (proposalId) => {
    const content = takeContent(env, batcher, proposalId);
    return content === null ? null : asAnswer(content);
  },
});

type Answered = { readonly callId: number; readonly request: BatcherRequest['kind']; readonly answer: BatcherAnswer };

/** An answer of the batcher leaves as a frame. */
export const answerOverStream = (turn: Turn, stream: BatcherStream, env: BatcherEnv, answered: Answered): void =>
  sendFrames(turn, answerFrames(stream, answered, contentSource(env, turn.state)), answered.request);

/** At the end of every step: pushes content that there is. */
export const pushContent = (turn: Turn, env: BatcherEnv): void => {
  const { stream } = turn.state;
  if (stream !== null) sendFrames(turn, pushFrames(stream, contentSource(env, turn.state)));
};

/** A decided block is committed: the prover's job and the block for state sync. */
export const tellLanes = (turn: Turn, note: BatcherNote & { readonly kind: 'block_committed' }): void => {
  const { stream } = turn.state;
  if (stream === null || note.source !== 'decision') return;
  const { height, partialBlockHash, info, commitments, stateDiff, txs, receipts } = note;
  const l2GasUsed = receipts.reduce((sum, receipt) => sum + receipt.gas.l2Gas, 0);
  sendFrames(
    turn,
    laneFrames(stream, [
      { kind: 'prover_job', height, partialBlockHash, nTxs: txs.length, l2GasUsed },
      { kind: 'sync_broadcast', info, stateDiff, commitments, transactionHashes: txs.map((tx) => tx.hash) },
    ]),
  );
};
