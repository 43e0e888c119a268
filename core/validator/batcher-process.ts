// The batcher process of one validator: gateway, mempool, L1 events provider, batcher and committer behind one input queue, in virtual time.
// Calls and gossip come over the bridge, transactions from users as commands; answers, log events and timers go out. It has no link.
// Source: house.md 3, 5; world.md 4, 7, 8. Rules of the protocol live in core/batcher, core/mempool, core/gateway and core/l1.
import { assert } from '../base/assert.ts';
import { feltToHex, isFelt } from '../base/felt.ts';
import { FRAME_BYTES_MAX, INTENT_CALLS_MAX } from '../base/limits.ts';
import { clonePlain } from '../base/plain.ts';
import { nextBatcherWake, queuedCalls, receiveCall, startBatcher, wakeBatcher } from '../batcher/batcher.ts';
import type { BatcherCall } from '../batcher/state.ts';
import { finishTask } from '../batcher/commitment-manager.ts';
import { PREDEPLOYED_ACCOUNTS } from '../exec/accounts.ts';
import { buildDeclare, declareBytesMax } from '../exec/build-declare.ts';
import { buildInvoke } from '../exec/build-invoke.ts';
import { amountsFit, type IntentPlace } from '../exec/sign-intent.ts';
import { transactionHash } from '../hashes/transaction-hash.ts';
import { commitL1Block, initializeL1Events, scrapeL1 } from '../l1/events-provider.ts';
import { nextL1EventAt } from '../l1/world.ts';
import type { LogBody } from '../log/event.ts';
import { type TimeUs, toHeight } from '../types/ids.ts';
import type { DeclareIntent, TransactionIntent } from '../types/intent.ts';
import { GIVEN_UP, batcherEnv } from './batcher-clients.ts';
import { givesUp, l1Of } from './batcher-faults.ts';
import { defaultNonce, finishCheck, receiveTransaction, refuse } from './batcher-gateway.ts';
import {
  type BatcherProcessConfig,
  type BatcherProcessState,
  COMPONENTS,
  type Component,
  type Turn,
  chainIdFelt,
  createProcessState,
  loseVolatile,
} from './batcher-state.ts';
import { beatStream, closeIfDone, hearFromConsensus, leaveStream, openStream, pushContent } from './batcher-stream.ts';
import type { BridgeMessage, ProcessCommand, ProcessInput, ProcessMachine } from './process.ts';

/** The timers of a batcher process; `wake`: a component may have something to do. */
type BatcherTimer =
  | { readonly kind: 'wake'; readonly component: Component }
  /** The seed's stream: a second has passed. */
  | { readonly kind: 'beat'; readonly since: TimeUs };

/** A batcher process at genesis, not started. */
export const createBatcherProcess = (config: BatcherProcessConfig): ProcessMachine => {
  let state = createProcessState(config);
  return {
    handle: (now, input) => {
      if (input.kind === 'crash' && input.loses) {
        const { faults, changes, transport, leftAt } = state;
        state = { ...createProcessState(config), faults, changes, transport, leftAt };
      }
      const turn: Turn = { config, state, now, out: [] };
      handleInput(turn, input);
      pushContent(turn, batcherEnv(turn));
      closeIfDone(state);
      scheduleWakes(turn);
      return turn.out;
    },
    snapshot: () => clonePlain(state),
    restore: (snapshot) => {
      state = clonePlain(snapshot as BatcherProcessState);
    },
  };
};

const handleInput = (turn: Turn, input: ProcessInput<unknown>): void => {
  switch (input.kind) {
    case 'start':
      log(turn, { kind: 'started', restart: input.restart });
      if (turn.state.transport === 'seed-stream') openStream(turn);
      start(turn);
      return;
    case 'crash':
      log(turn, { kind: 'crashed' });
      loseVolatile(turn.config, turn.state);
      return;
    case 'frame':
      assert(false, 'handleInput: a batcher process has no link');
    case 'bridge':
      receiveMessage(turn, input.message);
      return;
    case 'timer':
      onTimer(turn, input.timer as BatcherTimer);
      return;
    case 'command':
      obey(turn, input.index, input.command);
      return;
  }
};

const log = ({ out }: Turn, body: LogBody): void => {
  out.push({ kind: 'log', body });
};

/** Reads L1 from the start of the run; what storage says of earlier blocks tells the provider which messages are used up. */
const start = (turn: Turn): void => {
  const { state } = turn;
  initializeL1Events(state.l1, toHeight(1));
  scrape(turn);
  for (const { info, consumedL1, rejectedL1 } of state.batcher.storage.blocks) {
    commitL1Block(state.l1, { consumed: consumedL1, rejected: rejectedL1, height: info.height });
  }
  startBatcher(batcherEnv(turn), state.batcher);
};

const scrape = (turn: Turn): void => {
  const { config, state, now } = turn;
  const chainId = chainIdFelt(config);
  const hashOf = (tx: Parameters<typeof transactionHash>[1]): ReturnType<typeof transactionHash> =>
    transactionHash(config.kernel, tx, chainId);
  const world = l1Of(config, state);
  for (const event of scrapeL1(state.l1, { world, validator: config.validator, now, hashOf })) log(turn, { kind: 'l1_event', ...event });
  state.l1WakeAt = nextL1EventAt(world, config.validator, now);
};

const receiveMessage = (turn: Turn, message: BridgeMessage): void => {
  switch (message.kind) {
    case 'call':
      leaveStream(turn);
      turn.state.plainCalls.add(message.callId);
      takeCall(turn, message);
      return;
    case 'stream_frame':
      for (const call of hearFromConsensus(turn, message)) takeCall(turn, call);
      return;
    case 'gossip_in':
      log(turn, { kind: 'gossip_delivered', direction: 'to_gateway', hash: message.tx.hash });
      receiveTransaction(turn, message.tx, 'gossip');
      return;
    case 'answer':
    case 'gossip_out':
      assert(false, 'receiveMessage: a message to the batcher process');
  }
};

const takeCall = (turn: Turn, { callId, request }: BatcherCall): void => {
  const { batcher } = turn.state;
  const queued = queuedCalls(batcher) + (batcher.serving === null ? 0 : 1);
  log(turn, { kind: 'call_delivered', callId, request: request.kind, queued });
  if (givesUp(request, turn.state) && request.kind === 'finish_proposal')
    receiveCall(batcherEnv(turn), batcher, { callId: GIVEN_UP, request: { kind: 'abort_proposal', proposalId: request.proposalId } });
  receiveCall(batcherEnv(turn), batcher, { callId, request });
};

const onTimer = (turn: Turn, timer: BatcherTimer): void => {
  if (timer.kind === 'beat') beatStream(turn, timer.since);
  else wake(turn, timer.component);
};

const obey = (turn: Turn, index: number, command: ProcessCommand): void => {
  switch (command.kind) {
    case 'send_tx':
      log(turn, { kind: 'intervention_applied', index, what: 'send_tx' });
      sendTransaction(turn, command.intent);
      return;
    case 'fault': {
      const { faultId, on, fault, announce } = command;
      if (announce) log(turn, { kind: 'intervention_applied', index, what: `${on ? 'fault_on' : 'fault_off'} ${fault.kind}` });
      if (on) turn.state.faults.set(faultId, fault);
      else turn.state.faults.delete(faultId);
      if (fault.kind === 'l1_delay') turn.state.l1WakeAt = nextL1EventAt(l1Of(turn.config, turn.state), turn.config.validator, turn.now);
      return;
    }
    case 'configure':
      if (command.announce) log(turn, { kind: 'intervention_applied', index, what: `configure ${command.change.kind}` });
      turn.state.changes.push({ fromHeight: command.fromHeight, change: command.change });
      return;
  }
};

/** Builds and signs what the user meant, as a wallet would, and hands it to the gateway. */
const sendTransaction = (turn: Turn, intent: TransactionIntent): void => {
  const { config } = turn;
  const account = PREDEPLOYED_ACCOUNTS[intent.account];
  if (account === undefined || !isSound(intent)) {
    const detail = 'The intent names no predeployed account, too many calls, or an amount that does not fit its field.';
    refuse(turn, 'intervention', null, { code: 'MalformedIntent', detail });
    return;
  }
  const place = { chainId: chainIdFelt(config), nonce: intent.nonce ?? defaultNonce(turn, account.address) };
  if ('declares' in intent) sendDeclare(turn, intent, place);
  else receiveTransaction(turn, buildInvoke(config.kernel, intent, place), 'rpc');
};

/** The class comes from the network's class manager, as a wallet would have compiled it. */
const sendDeclare = (turn: Turn, intent: DeclareIntent, place: IntentPlace): void => {
  const { kernel, declaredClass } = turn.config;
  const found = declaredClass?.(intent.declares) ?? null;
  if (found === null) {
    const detail = `This network has no compiled class for the class hash ${feltToHex(intent.declares)}.`;
    refuse(turn, 'intervention', null, { code: 'UnknownClass', detail });
    return;
  }
  const bytes = declareBytesMax(found.sierra);
  if (bytes > FRAME_BYTES_MAX) {
    const detail = `A declaration of ${bytes} bytes does not fit in a frame of ${FRAME_BYTES_MAX}.`;
    refuse(turn, 'intervention', null, { code: 'ClassTooLarge', detail });
    return;
  }
  receiveTransaction(turn, buildDeclare(kernel, { intent, place }, found), 'rpc');
};

/** What `signIntent` asserts; an intent may come from a foreign link. */
const isSound = (intent: TransactionIntent): boolean =>
  (!('calls' in intent) || intent.calls.length <= INTENT_CALLS_MAX) &&
  (intent.nonce === null || isFelt(intent.nonce)) &&
  amountsFit(intent);

/** Wakes one component. Nothing is logged when there was nothing to do, else the step opens with what has been done. */
const wake = (turn: Turn, component: Component): void => {
  const { state, now } = turn;
  if (state.timers.get(component) === now) state.timers.delete(component);
  if (wakeTimeOf(turn, component) !== now) return;
  const inner: Turn = { ...turn, out: [] };
  const delivery = work(inner, component);
  if (inner.out.length === 0) return;
  log(turn, delivery);
  turn.out.push(...inner.out);
};

/** Does the work; the value is the log event that opens the step. */
const work = (turn: Turn, component: Component): LogBody => {
  const { batcher } = turn.state;
  switch (component) {
    case 'batcher': {
      const done = wakeBatcher(batcherEnv(turn), batcher);
      return { kind: 'task_done', task: done?.task ?? 'tx_poll', proposalId: done?.proposalId ?? null, height: batcher.activeHeight };
    }
    case 'gateway':
      finishCheck(turn);
      return { kind: 'task_done', task: 'gateway_check', proposalId: null, height: null };
    case 'committer': {
      const height = finishTask(batcherEnv(turn), batcher.committer, batcher.storage);
      return { kind: 'task_done', task: 'commitment', proposalId: null, height };
    }
    case 'l1':
      scrape(turn);
      return { kind: 'timer_fired', timer: 'l1_block', height: null, round: null };
  }
};

const wakeTimeOf = (turn: Turn, component: Component): TimeUs | null => {
  const { state } = turn;
  switch (component) {
    case 'batcher':
      return nextBatcherWake(batcherEnv(turn), state.batcher);
    case 'gateway':
      return state.gateway.doneAt;
    case 'committer':
      return state.batcher.committer.doneAt;
    case 'l1':
      return state.l1WakeAt;
  }
};

/** Sets a timer for every component that wants to be woken earlier than one under way would do. */
const scheduleWakes = (turn: Turn): void => {
  const { timers } = turn.state;
  for (const component of COMPONENTS) {
    const at = wakeTimeOf(turn, component);
    const known = timers.get(component);
    if (at === null || (known !== undefined && known <= at)) continue;
    timers.set(component, at);
    const timer: BatcherTimer = { kind: 'wake', component };
    turn.out.push({ kind: 'timer', at, timer });
  }
};
