// The consensus process of one validator: edge, stream handler, consensus and orchestrator behind one input queue. It owns the links; the batcher is met
// only over the bridge. It assembles and logs; every rule lives in the folders it imports.
// Source: house.md 5; world.md 4, 8, 9. A crash loses everything but the last-voted marker and the state-sync store; a restart resumes at the height of
// the batcher. While the batcher refuses a height, consensus falls back to sync (core/consensus).
import { assert } from '../base/assert.ts';
import { clonePlain } from '../base/plain.ts';
import type { LogBody, TimerName } from '../log/event.ts';
import type { OrchestratorTimer } from '../orchestrator/messages.ts';
import type { Height, Round } from '../types/ids.ts';
import { encodeMempoolBatch } from '../wire/mempool-batch.ts';
import { rewriteEffects } from './byzantine/registry.ts';
import { isExpected, retryCall, takeAnswer } from './consensus-calls.ts';
import { receiveFrame } from './consensus-edge.ts';
import { createEnv } from './consensus-env.ts';
import { drain, tellManager, tellOrchestrator } from './consensus-perform.ts';
import { takeSeed } from './consensus-seeds.ts';
import {
  type ConsensusProcessConfig,
  type ConsensusState,
  type ConsensusTimer,
  type Run,
  change,
  createState,
  log,
} from './consensus-state.ts';
import type { BridgeMessage, ProcessCommand, ProcessInput, ProcessMachine } from './process.ts';

/** A consensus process at genesis, not started. */
export const createConsensusProcess = (config: ConsensusProcessConfig): ProcessMachine => {
  const env = createEnv(config);
  let state = createState(config, { marker: null, store: new Map(), byzantine: new Map() });
  return {
    handle: (now, input) => {
      const run: Run = { now, env, state, effects: [] };
      handleInput(run, input as ProcessInput<ConsensusTimer>);
      state = run.state;
      return rewriteEffects(state.byzantine.values(), run.effects);
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
      tellOrchestrator(run, { kind: 'start' });
      break;
    case 'crash':
      log(run, { kind: 'crashed' });
      loseVolatile(run);
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
      receiveMessage(run, input.message);
      break;
    case 'timer':
      if (run.state.halted) return;
      wake(run, input.timer);
      return;
  }
  drain(run);
};

const loseVolatile = (run: Run): void => {
  const { marker, byzantine, orchestrator } = run.state;
  run.state = createState(run.env.config, { marker, store: orchestrator.store, byzantine });
};

const obey = (run: Run, index: number, command: ProcessCommand): void => {
  assert(command.kind === 'byzantine', 'obey: a command to the consensus process');
  const { faultId, on, behaviour } = command;
  log(run, { kind: 'intervention_applied', index, what: `${on ? 'fault_on' : 'fault_off'} ${behaviour.kind}` });
  const byzantine = new Map(run.state.byzantine);
  if (on) byzantine.set(faultId, behaviour);
  else byzantine.delete(faultId);
  change(run, { byzantine });
};

const receiveMessage = (run: Run, message: BridgeMessage): void => {
  switch (message.kind) {
    case 'answer': {
      const { callId, request, answer } = message;
      if (!isExpected(run, callId)) return;
      log(run, { kind: 'answer_delivered', callId, request, answer });
      const final = takeAnswer(run, callId, answer);
      if (final === null) return;
      const { asking } = run.state.seeds;
      if (asking?.callId === callId) takeSeed(run, asking.block, final);
      else tellOrchestrator(run, { kind: 'answer', callId, answer: final });
      return;
    }
    case 'gossip_out': {
      const { hash, tx } = message.tx;
      assert(tx.kind !== 'l1_handler', 'receiveMessage: L1 handlers are not gossiped');
      log(run, { kind: 'gossip_delivered', direction: 'to_edge', hash });
      run.effects.push({ kind: 'broadcast', topic: 'mempool', bytes: encodeMempoolBatch([tx]), what: { kind: 'transaction', hash } });
      return;
    }
    case 'call':
    case 'gossip_in':
      assert(false, 'receiveMessage: a message to the consensus process');
  }
};

/** A timer is logged only where something follows from it: polls that find nothing and stale timeouts leave no trace (world.md 2). */
const wake = (run: Run, timer: ConsensusTimer): void => {
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
  }
  drain(run);
  if (run.effects.some(({ kind }) => kind !== 'timer')) run.effects.unshift({ kind: 'log', body: name });
};

const fired = (timer: TimerName, height: Height | null, round: Round | null): LogBody => ({ kind: 'timer_fired', timer, height, round });

const describeTimer = (state: ConsensusState, timer: ConsensusTimer): LogBody => {
  const { height, round } = state.orchestrator;
  if (timer.kind === 'bridge_retry') return fired('bridge_retry', height, null);
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
