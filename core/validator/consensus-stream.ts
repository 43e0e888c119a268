// The consensus process over the seed's stream: what core/bridge makes of calls and frames becomes effects, log events and answers here.
// What is answered without an arriving frame is answered by a timer at once, so that every answer is a step of its own. Source: world.md 11.
import { required } from '../base/assert.ts';
import { HEARTBEAT_US } from '../bridge/transports/stream-end.ts';
import {
  type Answered,
  type ConsensusHeard,
  type ConsensusStream,
  type Taken,
  beatAtConsensus,
  abandon,
  createConsensusStream,
  hearAtConsensus,
  leave,
  submitCall,
} from '../bridge/transports/stream-consensus.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import { type TimeUs, toHeight, toTimeUs } from '../types/ids.ts';
import type { FrameBody, StreamFrame } from '../wire/bridge/frame.ts';
import { frameOf, frameSummary, frameToSend } from './bridge-frames.ts';
import { type Run, log, sendOver, slotsOfBatchers } from './consensus-state.ts';
import type { BridgeMessage } from './process.ts';

/** An answer on its way to whoever asked. */
type StreamAnswer = { readonly slot: number; readonly callId: number; readonly answer: BatcherAnswer };
/** What the rest of the process hears of the stream. */
export type StreamNews = {
  /** The answer that the arriving frame brought. */
  readonly answer: StreamAnswer | null;
  readonly restored: boolean;
  /** Everything under way is void. */
  readonly isReset: boolean;
};

const streamOf = (run: Run, slot: number): ConsensusStream => required(run.state.streams.get(slot), 'streamOf: a stream to this instance');

/** Opens a stream to every instance; the first heartbeat opens it. One that was left and still owes answers will not give them. */
export const openStreams = (run: Run): void => {
  for (const slot of slotsOfBatchers(run.env.config)) {
    const left = run.state.streams.get(slot);
    if (left !== undefined) answerLater(run, slot, abandon(left), []);
    run.state.streams.set(slot, createConsensusStream(run.now));
    log(run, { kind: 'bridge_opened', slot, transport: 'seed-stream' });
    beatStream(run, slot, run.now);
  }
};

/** Leaves the streams for another transport: calls that are under way are answered on them, those that have not left are returned. */
export const leaveStreams = (run: Run): readonly number[] => {
  const held: number[] = [];
  for (const [slot, stream] of run.state.streams) {
    held.push(...leave(stream));
    closeIfDone(run, slot);
  }
  return held;
};

/** A stream that was left goes when nothing is owed on it. */
const closeIfDone = (run: Run, slot: number): void => {
  const { streams, bridge } = run.state;
  if (bridge.transport !== 'seed-stream' && streams.get(slot)?.outstanding.size === 0) streams.delete(slot);
};

/** Hands a call to the stream. */
export const callOverStream = (run: Run, slot: number, callId: number, request: BatcherRequest): void => {
  const out = submitCall(streamOf(run, slot), callId, request);
  sendFrames(run, slot, out.frames);
  answerLater(run, slot, out.answers, out.taken);
};

const requestOf =
  (run: Run) =>
  (callId: number): BatcherRequest['kind'] =>
    run.state.calls.get(callId)?.request.kind ?? 'start_round';

const sendFrames = (run: Run, slot: number, frames: readonly StreamFrame[]): void => {
  for (const frame of frames) {
    const { body, message } = frameToSend(frame, slot, requestOf(run));
    if (body !== null) log(run, body);
    sendOver(run, slot, message);
  }
};

const answerLater = (run: Run, slot: number, answers: readonly Answered[], taken: readonly Taken[]): void => {
  for (const { callId, proposalId, answer } of taken)
    run.effects.push({ kind: 'timer', at: run.now, timer: { kind: 'local_answer', slot, callId, answer, proposalId } });
  for (const { callId, answer } of answers)
    run.effects.push({ kind: 'timer', at: run.now, timer: { kind: 'local_answer', slot, callId, answer, proposalId: null } });
};

const markerOf = (run: Run): ReturnType<typeof toHeight> => run.state.orchestrator.height ?? toHeight(0);

/** The answer that a frame brings: to its own call, or to the pull that waited for pushed content. */
const broughtBy = (body: FrameBody, heard: ConsensusHeard): Answered | undefined => {
  if (body.kind === 'content') return heard.taken[0];
  return 'callId' in body ? heard.answers.find(({ callId }) => callId === body.callId) : undefined;
};

/** A frame arrives; its step is opened here unless it is a heartbeat that changes nothing, or the stream has been left and is gone. */
export const hearFromBatcher = (run: Run, slot: number, message: BridgeMessage & { readonly kind: 'stream_frame' }): StreamNews => {
  const stream = run.state.streams.get(slot);
  if (stream === undefined) return { answer: null, restored: false, isReset: false };
  const frame = frameOf(message);
  const { body } = frame;
  const what = frameSummary(body, requestOf(run));
  const heard = hearAtConsensus(stream, { now: run.now, marker: markerOf(run) }, frame);
  const { reception, restored } = heard;
  const brought = reception === 'accepted' ? broughtBy(body, heard) : undefined;
  const pending = brought === undefined ? undefined : run.state.calls.get(brought.callId);
  if (body.kind !== 'content' && brought !== undefined && pending !== undefined)
    log(run, { kind: 'answer_delivered', callId: brought.callId, request: pending.request.kind, answer: brought.answer });
  else if (!isQuietBeat(body, heard)) log(run, { kind: 'bridge_frame_delivered', slot, what });
  logReception(run, slot, frame, heard);
  sendFrames(run, slot, heard.frames);
  answerLater(
    run,
    slot,
    heard.answers.filter((one) => one !== brought),
    heard.taken.filter((one) => one !== brought),
  );
  closeIfDone(run, slot);
  const isReset = reception === 'broken' || reception === 'reopened' || heard.opened;
  return { answer: brought === undefined ? null : { slot, ...brought }, restored, isReset };
};

const isQuietBeat = (body: FrameBody, { reception, restored }: ConsensusHeard): boolean =>
  body.kind === 'heartbeat' && !restored && (reception === 'accepted' || reception === 'ignored');

const logReception = (run: Run, slot: number, frame: StreamFrame, { reception, restored, opened }: ConsensusHeard): void => {
  if (restored) log(run, { kind: 'bridge_restored', slot });
  switch (reception) {
    case 'duplicate':
    case 'ignored':
      if (frame.body.kind !== 'heartbeat') {
        const code = reception === 'duplicate' ? 'DuplicateFrame' : 'StaleFrame';
        log(run, { kind: 'refused', source: 'bridge', code, detail: `number ${frame.seq}`, hash: null });
      }
      return;
    case 'broken':
      log(run, { kind: 'bridge_reset', slot, reason: 'gap' });
      return;
    case 'reopened':
      log(run, { kind: 'bridge_reset', slot, reason: 'reopened' });
      return;
    case 'accepted':
      if (opened) log(run, { kind: 'bridge_reset', slot, reason: 'gap' });
  }
};

/** A second has passed for the stream opened at `since`; true when the bridge is lost from now on. */
export const beatStream = (run: Run, slot: number, since: TimeUs): boolean => {
  const stream = run.state.streams.get(slot);
  if (stream?.since !== since) return false;
  const { missed, lost, frames, answers, taken } = beatAtConsensus(stream, { now: run.now, marker: markerOf(run) });
  if (missed > 0) {
    log(run, { kind: 'timer_fired', timer: 'heartbeat', height: run.state.orchestrator.height, round: null });
    log(run, { kind: 'heartbeat_missed', slot, missed });
  }
  if (lost) log(run, { kind: 'bridge_lost', slot, missed });
  sendFrames(run, slot, frames);
  answerLater(run, slot, answers, taken);
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + HEARTBEAT_US), timer: { kind: 'stream_beat', slot, since } });
  closeIfDone(run, slot);
  return lost;
};
