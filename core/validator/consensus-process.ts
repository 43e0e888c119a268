// The consensus process of one validator: edge, stream handler, consensus and orchestrator behind one input queue. It owns the links; the batcher is met
// only over the bridge. It assembles and logs; every rule lives in the folders it imports.
// Source: house.md 5; world.md 4, 8, 9. A crash loses everything but the last-voted marker and the state-sync store; a restart resumes at the height of
// the batcher. While the batcher refuses a height, consensus falls back to sync (core/consensus).
import { assert } from '../base/assert.ts';
import { clonePlain } from '../base/plain.ts';
import type { LogBody, TimerName } from '../log/event.ts';
import type { OrchestratorTimer } from '../orchestrator/messages.ts';
import type { BatcherAnswer } from '../types/batcher.ts';
import { BATCHER_SLOT, type Height, type Round, validatorIdOf } from '../types/ids.ts';
import { encodeMempoolBatch } from '../wire/mempool-batch.ts';
import { rewriteEffects } from './byzantine/registry.ts';
import type { EdgeContext } from './byzantine/rewrite.ts';
import { batcherDown, gossipToBatchers, onBatcherAnswer, probeBatcher, shareBlock } from './consensus-batchers.ts';
import { isExpected, retryCall, takeAnswer } from './consensus-calls.ts';
import { receiveFrame } from './consensus-edge.ts';
import { createEnv } from './consensus-env.ts';
import { drain, tellManager, tellOrchestrator } from './consensus-perform.ts';
import { takeSeed } from './consensus-seeds.ts';
import { considerSync, wakeSync } from './consensus-sync.ts';
import { beatStream, hearFromBatcher, openStreams } from './consensus-stream.ts';
import {
  type ConsensusProcessConfig,
  type ConsensusState,
  type ConsensusTimer,
  type Run,
  change,
  createState,
  log,
  slotsOfBatchers,
} from './consensus-state.ts';
import type { BridgeMessage, ProcessCommand, ProcessInput, ProcessMachine } from './process.ts';

/** A consensus process at genesis, not started. */
export const createConsensusProcess = (config: ConsensusProcessConfig): ProcessMachine => {
  let state = createState(config, {
    marker: null,
    store: new Map(),
    bodies: new Map(),
    faults: new Map(),
    changes: [],
    bridge: config.settings.bridge,
  });
  let env = createEnv(config, { ...state, height: null });
  return {
    handle: (now, input) => {
      const { faults, changes, orchestrator } = state;
      const { from } = env;
      if (from.faults !== faults || from.changes !== changes || from.height !== orchestrator.height)
        env = createEnv(config, { faults, changes, height: orchestrator.height });
      const run: Run = { now, env, state, effects: [] };
      handleInput(run, input as ProcessInput<ConsensusTimer>);
      state = run.state;
      return state.faults.size === 0 ? run.effects : rewriteEffects(state.faults.values(), run.effects, edgeOf(config, state, input));
    },
    snapshot: () => clonePlain(state),
    restore: (snapshot) => {
      state = clonePlain(snapshot as ConsensusState);
    },
  };
};

const handleInput = (run: Run, input: ProcessInput<ConsensusTimer>): void => {
  switch (input.kind) {
    case 'start':
      log(run, { kind: 'started', restart: input.restart });
      openBridge(run);
      tellOrchestrator(run, { kind: 'start' });
      break;
    case 'crash':
      log(run, { kind: 'crashed' });
      loseMemory(run, input.loses);
      return;
    case 'command':
      obey(run, input.index, input.command);
      return;
    case 'frame':
      if (run.state.halted) return;
      receiveFrame(run, input);
      break;
    case 'bridge':
      if (run.state.halted) return;
      receiveMessage(run, input.slot ?? BATCHER_SLOT, input.message);
      break;
    case 'timer':
      if (run.state.halted) return;
      wake(run, input.timer);
      considerSync(run);
      return;
  }
  drain(run);
  considerSync(run);
};

const edgeOf = (config: ConsensusProcessConfig, { edge: memory }: ConsensusState, input: ProcessInput<unknown>): EdgeContext => ({
  self: config.validator,
  id: validatorIdOf(config.validator),
  count: config.count,
  input,
  kernel: config.kernel,
  memory,
});

/** What a crash leaves; of lost storage neither marker nor blocks are left. */
const loseMemory = (run: Run, loses: boolean): void => {
  const { marker, faults, changes, bridge, orchestrator } = run.state;
  const store = loses ? new Map<number, never>() : orchestrator.store;
  const bodies = loses ? new Map<number, never>() : orchestrator.bodies;
  run.state = createState(run.env.config, { marker: loses ? null : marker, store, bodies, faults, changes, bridge });
};

const obey = (run: Run, index: number, command: ProcessCommand): void => {
  switch (command.kind) {
    case 'fault': {
      const { faultId, on, fault, announce } = command;
      if (announce) log(run, { kind: 'intervention_applied', index, what: `${on ? 'fault_on' : 'fault_off'} ${fault.kind}` });
      const faults = new Map(run.state.faults);
      if (on) faults.set(faultId, fault);
      else faults.delete(faultId);
      change(run, { faults });
      return;
    }
    case 'configure': {
      const { fromHeight, change: what, announce } = command;
      if (announce) log(run, { kind: 'intervention_applied', index, what: `configure ${what.kind}` });
      change(run, { changes: [...run.state.changes, { fromHeight, change: what }] });
      return;
    }
    case 'send_tx':
      assert(false, 'obey: a transaction is sent to a batcher process');
  }
};

/** Over the seed's stream, or to several instances, the log says how consensus speaks to each. */
const openBridge = (run: Run): void => {
  const { config } = run.env;
  if (run.state.bridge.transport === 'seed-stream') openStreams(run);
  else if (slotsOfBatchers(config).length > 1)
    for (const slot of slotsOfBatchers(config)) log(run, { kind: 'bridge_opened', slot, transport: 'apollo' });
};

const receiveMessage = (run: Run, slot: number, message: BridgeMessage): void => {
  switch (message.kind) {
    case 'answer': {
      const { callId, request, answer } = message;
      if (!isExpected(run, callId)) return;
      log(run, { kind: 'answer_delivered', callId, request, answer });
      deliverAnswer(run, callId, answer);
      return;
    }
    case 'stream_frame': {
      const news = hearFromBatcher(run, slot, message);
      if (news.isReset) batcherDown(run, slot, 'the stream broke');
      if (news.answer !== null && isExpected(run, news.answer.callId)) deliverAnswer(run, news.answer.callId, news.answer.answer);
      if (news.isReset || news.restored) probeBatcher(run, slot);
      return;
    }
    case 'gossip_out': {
      const { hash, tx } = message.tx;
      assert(tx.kind !== 'l1_handler', 'receiveMessage: L1 handlers are not gossiped');
      log(run, { kind: 'gossip_delivered', direction: 'to_edge', hash });
      run.effects.push({ kind: 'broadcast', topic: 'mempool', bytes: encodeMempoolBatch([tx]), what: { kind: 'transaction', hash } });
      gossipToBatchers(run, message.tx, slot);
      return;
    }
    case 'call':
    case 'gossip_in':
      assert(false, 'receiveMessage: a message to the consensus process');
  }
};

/** An answer of the bridge, logged: tried again, or for good. */
const deliverAnswer = (run: Run, callId: number, answer: BatcherAnswer): void => {
  const final = takeAnswer(run, callId, answer);
  if (final === null) return;
  const heard = onBatcherAnswer(run, callId, final);
  if (heard === null) return;
  const { asking } = run.state.seeds;
  if (asking?.callId === heard.callId) takeSeed(run, asking.block, heard.answer);
  else tellOrchestrator(run, { kind: 'answer', callId: heard.callId, answer: heard.answer });
  shareBlock(run, heard.callId);
};

/** What the stream answers without a frame; its step opens with what was taken. */
const answerLocally = (run: Run, timer: ConsensusTimer & { readonly kind: 'local_answer' }): void => {
  const { slot, callId, answer, proposalId } = timer;
  const pending = run.state.calls.get(callId);
  if (pending === undefined || pending.waiting) return;
  if (proposalId === null) log(run, { kind: 'answer_delivered', callId, request: pending.request.kind, answer });
  else
    log(run, {
      kind: 'content_taken',
      slot,
      proposalId,
      what: !answer.ok ? 'error' : answer.value.kind === 'proposal_txs' ? 'txs' : 'end',
    });
  deliverAnswer(run, callId, answer);
  drain(run);
};

/** A timer is logged only where something follows from it: polls that find nothing and stale timeouts leave no trace (world.md 2). */
const wake = (run: Run, timer: ConsensusTimer): void => {
  if (timer.kind === 'local_answer') {
    answerLocally(run, timer);
    return;
  }
  if (timer.kind === 'stream_beat') {
    if (beatStream(run, timer.slot, timer.since)) batcherDown(run, timer.slot, 'heartbeats are missing');
    return;
  }
  const name = describeTimer(run.state, timer);
  switch (timer.kind) {
    case 'manager':
      tellManager(run, timer.input);
      break;
    case 'orchestrator':
      tellOrchestrator(run, { kind: 'timer', timer: timer.timer });
      break;
    case 'bridge_retry':
      retryCall(run, timer.callId);
      break;
    case 'sync_check':
    case 'sync_patience':
    case 'sync_serve':
      wakeSync(run, timer);
  }
  drain(run);
  if (run.effects.some(({ kind }) => kind !== 'timer')) run.effects.unshift({ kind: 'log', body: name });
};

type WakingTimer = Exclude<ConsensusTimer, { readonly kind: 'local_answer' | 'stream_beat' }>;

const fired = (timer: TimerName, height: Height | null, round: Round | null): LogBody => ({ kind: 'timer_fired', timer, height, round });

const describeTimer = (state: ConsensusState, timer: WakingTimer): LogBody => {
  const { height, round } = state.orchestrator;
  if (timer.kind === 'bridge_retry') return fired('bridge_retry', height, null);
  if (timer.kind === 'sync_check' || timer.kind === 'sync_patience' || timer.kind === 'sync_serve')
    return fired('sync_query', height, null);
  if (timer.kind === 'orchestrator') return fired(ORCHESTRATOR_TIMERS[timer.timer.kind], height, height === null ? null : round);
  const { input } = timer;
  if (input.kind === 'timeout') return fired(`timeout_${input.step}`, input.height, input.round);
  if (input.kind === 'vote_broadcasted') return fired('rebroadcast', input.vote.height, input.vote.round);
  return fired('sync_poll', 'height' in input ? input.height : null, null);
};

const ORCHESTRATOR_TIMERS: Readonly<Record<OrchestratorTimer['kind'], TimerName>> = {
  retrospective_retry: 'retrospective_retry',
  build_deadline: 'build_deadline',
  validation_deadline: 'validation_deadline',
  recorder: 'recorder',
  block_hash_poll: 'retrospective_retry',
  start_retry: 'retrospective_retry',
};
