// The orchestrator joins consensus to the batcher: (state, config, now, input) -> state and effects. Everything it waits for is in the state.
// Source: SequencerConsensusContext of apollo_consensus_orchestrator, protocol.md 2. It owns proposal ids, deadlines, Init checks, the commitment, the fee
// market and the order of bridge calls; it does not execute, does not vote and does not know bytes.
import { assert } from '../base/assert.ts';
import { freeze } from '../base/plain.ts';
import type { BatcherAnswer } from '../types/batcher.ts';
import { type Height, type TimeUs, toHeight } from '../types/ids.ts';
import { onBuildAnswer, onBuildDeadline, onBuildWrite, onRetrospectiveRetry, startBuild } from './build.ts';
import { askLastHash, decide, onDecided, onLastBlob, onLastHash } from './decision.ts';
import { askHeight, fillWindow, onCurrentHeight, onHeightStarted, receiveProposal, setHeightAndRound } from './height.ts';
import type {
  ContextCall,
  OrchestratorConfig,
  OrchestratorEffect,
  OrchestratorInput,
  OrchestratorTimer,
  WriteOutcome,
} from './messages.ts';
import { repropose } from './repropose.ts';
import { type Draft, type InterruptingCall, type OrchestratorState, type StreamChannel, dropStream, patch, report } from './state.ts';
import { addSyncBlock, findSyncBlock, onSyncBlockAdded } from './sync.ts';
import { advanceValidation, onValidateAnswer } from './validate.ts';

export type OrchestratorStep = { readonly state: OrchestratorState; readonly effects: readonly OrchestratorEffect[] };

/** One step. Asserts that no context call arrives while another one is awaited. */
export const stepOrchestrator = (
  state: OrchestratorState,
  config: OrchestratorConfig,
  now: TimeUs,
  input: OrchestratorInput,
): OrchestratorStep => {
  const draft: Draft = { now, config, state, effects: [] };
  take(draft, input);
  advanceValidation(draft);
  resume(draft);
  // Frozen: a snapshot shares it.
  return { state: freeze(draft.state), effects: draft.effects };
};

const take = (draft: Draft, input: OrchestratorInput): void => {
  switch (input.kind) {
    case 'start':
      askHeight(draft);
      return;
    case 'context':
      perform(draft, input.call);
      return;
    case 'answer':
      onAnswer(draft, input.callId, input.answer);
      return;
    case 'timer':
      onTimer(draft, input.timer);
      return;
    case 'stream_opened':
      patch(draft, { streams: new Map(draft.state.streams).set(input.stream, { height: input.height, parts: [], closed: false }) });
      return;
    case 'part': {
      const { part } = input;
      changeStream(draft, input.stream, (channel) => ({ ...channel, parts: [...channel.parts, part] }));
      return;
    }
    case 'stream_closed':
      changeStream(draft, input.stream, (channel) => ({ ...channel, closed: true }));
  }
};

const changeStream = (draft: Draft, stream: number, change: (channel: StreamChannel) => StreamChannel): void => {
  const channel = draft.state.streams.get(stream);
  if (channel !== undefined) patch(draft, { streams: new Map(draft.state.streams).set(stream, change(channel)) });
};

const perform = (draft: Draft, call: ContextCall): void => {
  switch (call.kind) {
    case 'drop_stream':
      dropStream(draft, call.stream);
      return;
    case 'drop_streams':
      dropStreams(draft, call.upTo);
      return;
    case 'build_proposal':
      assert(draft.state.awaited === null, 'perform: one context call at a time');
      startBuild(draft, call);
      return;
    case 'validate_proposal':
      assert(draft.state.awaited === null, 'perform: one context call at a time');
      receiveProposal(draft, call);
      return;
    case 'set_height_and_round':
    case 'repropose':
    case 'decision_reached':
    case 'try_sync':
      assert(draft.state.awaited === null, 'perform: one context call at a time');
      if (call.kind !== 'try_sync' || findSyncBlock(draft, call.height)) interruptFirst(draft, call);
  }
};

/** Contents up to a height that nobody has taken: those of the task and of queued proposals have an owner. */
const dropStreams = (draft: Draft, upTo: Height): void => {
  const { task, queued, streams } = draft.state;
  const owned = new Set([...queued.values()].map(({ stream }) => stream));
  if (task?.kind === 'validate') owned.add(task.stream);
  for (const [stream, { height }] of streams) if (height <= upTo && !owned.has(stream)) dropStream(draft, stream);
};

/** `interrupt_active_proposal` cancels the task and awaits its end; the call goes on afterwards. */
const interruptFirst = (draft: Draft, call: InterruptingCall): void => {
  const { task } = draft.state;
  if (task !== null) patch(draft, { task: { ...task, cancelled: true } });
  patch(draft, { awaited: { kind: 'interrupting', call } });
};

/** Goes on with a context call whose interrupted task has ended. */
const resume = (draft: Draft): void => {
  const { awaited, task } = draft.state;
  if (awaited?.kind !== 'interrupting' || task !== null) return;
  patch(draft, { awaited: null });
  const { call } = awaited;
  switch (call.kind) {
    case 'set_height_and_round':
      setHeightAndRound(draft, call.height, call.round);
      return;
    case 'repropose':
      repropose(draft, call);
      return;
    case 'decision_reached':
      decide(draft, call);
      return;
    case 'try_sync':
      addSyncBlock(draft, call.height);
  }
};

/** An answer that nothing waits for is ignored. */
const onAnswer = (draft: Draft, callId: number, answer: BatcherAnswer): void => {
  const { task, awaited } = draft.state;
  if (task !== null && task.callId === callId) {
    if (task.kind === 'build') onBuildAnswer(draft, task, answer);
    else onValidateAnswer(draft, task, answer);
    return;
  }
  switch (awaited?.kind) {
    case 'starting':
      if (awaited.callId === callId) onCurrentHeight(draft, answer);
      return;
    case 'start_height':
      if (awaited.callId === callId) onHeightStarted(draft, awaited.height, answer);
      return;
    case 'deciding':
      if (awaited.callId === callId) onDecided(draft, awaited, answer);
      return;
    case 'last_hash':
      if (awaited.callId === callId) onLastHash(draft, awaited.decision, answer);
      return;
    case 'adding_sync_block':
      if (awaited.callId === callId) onSyncBlockAdded(draft, awaited.height, answer);
      return;
    case 'filling_window':
    case 'interrupting':
    case 'last_blob':
    case undefined:
  }
};

/** A timer that nothing waits for is ignored. */
const onTimer = (draft: Draft, timer: OrchestratorTimer): void => {
  const { task, awaited } = draft.state;
  switch (timer.kind) {
    case 'retrospective_retry':
      if (task?.kind === 'build' && task.proposalId === timer.proposalId) onRetrospectiveRetry(draft, task);
      return;
    case 'build_deadline':
      if (task?.kind === 'build' && task.proposalId === timer.proposalId) onBuildDeadline(draft, task);
      return;
    case 'validation_deadline':
      // advanceValidation looks at the clock after every input.
      return;
    case 'recorder':
      onRecorder(draft, timer.writeId, timer.outcome);
      return;
    case 'block_hash_poll':
      if (awaited?.kind === 'last_hash' && awaited.callId === null) askLastHash(draft, awaited.decision);
      return;
    case 'start_retry':
      if (awaited?.kind === 'starting' && awaited.callId === null) askHeight(draft);
      else if (awaited?.kind === 'filling_window') fillWindow(draft, awaited.height);
  }
};

/** A write whose task has ended was given up with it. */
const onRecorder = (draft: Draft, writeId: number, outcome: WriteOutcome): void => {
  const { task, awaited } = draft.state;
  if (task?.kind === 'build' && task.write.id === writeId) {
    reportWrite(draft, task.height - 1, outcome);
    onBuildWrite(draft, task, outcome);
  } else if (awaited?.kind === 'last_blob' && awaited.writeId === writeId) {
    reportWrite(draft, awaited.decision.init.height, outcome);
    onLastBlob(draft, awaited.decision, outcome);
  }
};

const reportWrite = (draft: Draft, height: number, outcome: WriteOutcome): void =>
  report(draft, { kind: 'recorder_write', height: toHeight(height), phase: outcome });
