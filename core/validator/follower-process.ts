// The process of a full node in the slot where a validator has consensus: it fetches blocks from the validators over the same links and hands them to
// its batcher. It neither votes nor serves. Source: house.md 5; world.md 4, 6, 8; protocol.md 5.2.
import { FRAME_BYTES_MAX } from '../base/limits.ts';
import { clonePlain } from '../base/plain.ts';
import { encodeMempoolBatch } from '../wire/mempool-batch.ts';
import { checkPatience, fetchMore, takeArrival } from './follower-fetch.ts';
import {
  type FollowerConfig,
  type FollowerRun,
  type FollowerState,
  type FollowerTimer,
  createFollowerState,
  log,
} from './follower-state.ts';
import { askHeight, takeAnswer, work } from './follower-work.ts';
import type { BridgeMessage, ProcessCommand, ProcessInput, ProcessMachine } from './process.ts';
import { readSyncFrame, syncOf } from './sync-frames.ts';

/** A full node that has nothing yet, not started. */
export const createFollowerProcess = (config: FollowerConfig): ProcessMachine => {
  let state = createFollowerState(config);
  return {
    handle: (now, input) => {
      const run: FollowerRun = { now, config, state, effects: [] };
      handleInput(run, input as ProcessInput<FollowerTimer>);
      state = run.state;
      return run.effects;
    },
    snapshot: () => clonePlain(state),
    restore: (snapshot) => {
      state = clonePlain(snapshot as FollowerState);
    },
  };
};

const handleInput = (run: FollowerRun, input: ProcessInput<FollowerTimer>): void => {
  switch (input.kind) {
    case 'start':
      log(run, { kind: 'started', restart: input.restart });
      askHeight(run);
      break;
    case 'crash':
      log(run, { kind: 'crashed' });
      run.state = createFollowerState(run.config);
      return;
    case 'command':
      obey(run, input.index, input.command);
      return;
    case 'frame':
      receiveFrame(run, input);
      break;
    case 'bridge':
      receiveMessage(run, input.message);
      break;
    case 'timer':
      wake(run, input.timer);
      return;
  }
  goOn(run);
};

const goOn = (run: FollowerRun): void => {
  work(run);
  fetchMore(run);
};

/** Faults and settings of validators mean nothing to it; what stops or cuts it off is no matter of the process. */
const obey = (run: FollowerRun, index: number, command: ProcessCommand): void => {
  if (command.kind === 'send_tx' || !command.announce) return;
  const what =
    command.kind === 'fault' ? `${command.on ? 'fault_on' : 'fault_off'} ${command.fault.kind}` : `configure ${command.change.kind}`;
  log(run, { kind: 'intervention_applied', index, what });
};

const receiveFrame = (run: FollowerRun, frame: ProcessInput<never> & { readonly kind: 'frame' }): void => {
  const { from, topic, bytes } = frame;
  const protocol = syncOf(topic);
  const isRead = protocol !== null && bytes.length <= FRAME_BYTES_MAX;
  const reading = isRead ? readSyncFrame(protocol, frame) : ({ kind: 'refused', reason: 'too long, or of no sync protocol' } as const);
  log(run, { kind: 'frame_delivered', from, topic, what: reading.kind === 'refused' ? null : reading.what, bytes: bytes.length });
  if (reading.kind === 'message') {
    takeArrival(run, reading.arrival);
    return;
  }
  const detail = reading.kind === 'refused' ? reading.reason : 'a full node serves nobody here';
  log(run, { kind: 'refused', source: 'wire', code: 'SyncMessage', detail, hash: null });
};

const receiveMessage = (run: FollowerRun, message: BridgeMessage): void => {
  switch (message.kind) {
    case 'answer': {
      const { callId, request, answer } = message;
      if (run.state.call?.callId !== callId) return;
      log(run, { kind: 'answer_delivered', callId, request, answer });
      takeAnswer(run, answer);
      return;
    }
    case 'gossip_out': {
      const { hash, tx } = message.tx;
      if (tx.kind === 'l1_handler') return;
      log(run, { kind: 'gossip_delivered', direction: 'to_edge', hash });
      run.effects.push({ kind: 'broadcast', topic: 'mempool', bytes: encodeMempoolBatch([tx]), what: { kind: 'transaction', hash } });
      return;
    }
    case 'call':
    case 'gossip_in':
    case 'stream_frame':
      return;
  }
};

/** Logged only where something follows: polls that find nothing leave no trace (world.md 2). */
const wake = (run: FollowerRun, timer: FollowerTimer): void => {
  if (timer.kind === 'patience') checkPatience(run, timer.query);
  else if (run.state.phase === 'resting') askHeight(run);
  goOn(run);
  if (run.effects.some(({ kind }) => kind !== 'timer'))
    run.effects.unshift({ kind: 'log', body: { kind: 'timer_fired', timer: 'sync_query', height: run.state.height, round: null } });
};
