// For tests only: one real batcher process and the consensus end of a bridge over either transport, alone in virtual time. What a test sends are abstract
// calls, what it gets are answers in the order in which they arrive.
import { required } from '../../core/base/assert.ts';
import { popHeap, pushHeap } from '../../core/base/heap.ts';
import {
  type ConsensusStream,
  beatAtConsensus,
  createConsensusStream,
  hearAtConsensus,
  submitCall,
} from '../../core/bridge/transports/stream-consensus.ts';
import { HEARTBEAT_US } from '../../core/bridge/transports/stream-end.ts';
import { createKernel } from '../../core/crypto/create-kernel.ts';
import { memoKernel } from '../../core/crypto/memo-kernel.ts';
import { createNativeEngine } from '../../core/exec/engines/native.ts';
import { SELECTORS } from '../../core/exec/selectors.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { toFelt } from '../../core/base/felt.ts';
import { CALM_L1 } from '../../core/scenarios/worlds.ts';
import { TRANSFER_BOUNDS } from '../../core/scenarios/workload.ts';
import { BRIDGE_LOCAL, CHAIN_ID, CODE_DEFAULTS, GENESIS_UNIX } from '../../core/sim/presets.ts';
import type { BatcherAnswer, BatcherRequest } from '../../core/types/batcher.ts';
import type { BlockInfo } from '../../core/types/block.ts';
import { toHeight, toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import type { BridgeTransportKind, ValidatorSettings } from '../../core/types/settings.ts';
import { frameOf, frameToSend } from '../../core/validator/bridge-frames.ts';
import { createBatcherProcess } from '../../core/validator/batcher-process.ts';
import type { BridgeMessage, ProcessInput } from '../../core/validator/process.ts';
import type { StreamFrame } from '../../core/wire/bridge/frame.ts';

const KERNEL = memoKernel(createKernel(), 100_000);
const ENGINE = createNativeEngine(KERNEL);
const MARKER = toHeight(0);

type ToBatcher = { readonly to: 'batcher'; readonly input: ProcessInput<unknown> };
type ToConsensus = { readonly to: 'consensus'; readonly message: BridgeMessage } | { readonly to: 'beat' };
type Entry = { readonly at: number; readonly n: number } & (ToBatcher | ToConsensus);

type Answered = { readonly callId: number; readonly answer: BatcherAnswer };
export type BridgeRig = {
  readonly now: () => number;
  /** Asks and does not wait; the id of the call. */
  readonly send: (request: BatcherRequest) => number;
  /** Asks and waits, at most a minute of virtual time; null: no answer yet. */
  readonly ask: (request: BatcherRequest) => BatcherAnswer | null;
  readonly advance: (byUs: number) => void;
  /** In order of arrival. */
  readonly answers: readonly Answered[];
  /** Bytes that crossed the bridge. */
  readonly bytes: () => number;
};

const later = (a: Entry, b: Entry): number => a.at - b.at || a.n - b.n;

/** A started bridge; a user sends `transfers` transactions before anything else. */
export const createBridgeRig = (transport: BridgeTransportKind, transfers: number, change: Partial<ValidatorSettings> = {}): BridgeRig => {
  const settings: ValidatorSettings = { ...CODE_DEFAULTS, bridge: { ...BRIDGE_LOCAL, transport }, ...change };
  const shared = { count: 4, seed: 7, genesisUnix: GENESIS_UNIX, chainId: CHAIN_ID, l1: CALM_L1, kernel: KERNEL, engine: ENGINE };
  const batcher = createBatcherProcess({ ...shared, settings, validator: toValidatorIndex(0), slot: 1 });
  const stream: ConsensusStream | null = transport === 'seed-stream' ? createConsensusStream(toTimeUs(0)) : null;
  const queue: Entry[] = [];
  const answers: Answered[] = [];
  let [now, n, callId, crossed] = [0, 0, 0, 0];
  const { latencyUs } = settings.bridge;
  const push = (at: number, what: ToBatcher | ToConsensus): void => pushHeap(queue, { at, n: n++, ...what }, later);
  const cross = (message: BridgeMessage, to: 'batcher' | 'consensus'): void => {
    if (message.kind === 'stream_frame') crossed += message.bytes.length;
    push(now + latencyUs, to === 'batcher' ? { to, input: { kind: 'bridge', message } } : { to, message });
  };
  const sendFrames = (frames: readonly StreamFrame[]): void => {
    for (const frame of frames) cross(frameToSend(frame, 1, () => 'start_round').message, 'batcher');
  };
  const take = (out: {
    readonly frames: readonly StreamFrame[];
    readonly taken: readonly Answered[];
    readonly answers: readonly Answered[];
  }) => {
    sendFrames(out.frames);
    answers.push(...[...out.taken, ...out.answers].map((one) => ({ callId: one.callId, answer: one.answer })));
  };
  const here = (): { readonly now: ReturnType<typeof toTimeUs>; readonly marker: typeof MARKER } => ({
    now: toTimeUs(now),
    marker: MARKER,
  });
  const give = (input: ProcessInput<unknown>): void => {
    for (const effect of batcher.handle(toTimeUs(now), input)) {
      if (effect.kind === 'timer') push(effect.at, { to: 'batcher', input: { kind: 'timer', timer: effect.timer } });
      if (effect.kind === 'bridge' && effect.message.kind !== 'gossip_out') cross(effect.message, 'consensus');
    }
  };
  const beat = (): void => {
    take(beatAtConsensus(required(stream ?? undefined, 'beat: a stream'), here()));
    push(now + HEARTBEAT_US, { to: 'beat' });
  };
  const handle = (entry: Entry): void => {
    if (entry.to === 'batcher') give(entry.input);
    else if (entry.to === 'beat') beat();
    else if (entry.message.kind === 'answer') answers.push({ callId: entry.message.callId, answer: entry.message.answer });
    else if (entry.message.kind === 'stream_frame' && stream !== null) take(hearAtConsensus(stream, here(), frameOf(entry.message)));
  };
  const advance = (byUs: number): void => {
    const until = now + byUs;
    for (let next = queue[0]; next !== undefined && next.at <= until; next = queue[0]) {
      popHeap(queue, later);
      now = next.at;
      handle(next);
    }
    now = until;
  };
  const send = (request: BatcherRequest): number => {
    const id = callId++;
    if (stream === null) cross({ kind: 'call', callId: id, request }, 'batcher');
    else take(submitCall(stream, id, request));
    return id;
  };
  const answerTo = (id: number): BatcherAnswer | null => answers.find((one) => one.callId === id)?.answer ?? null;
  if (stream !== null) beat();
  give({ kind: 'start', restart: false });
  for (let account = 0; account < transfers; account++) {
    const calldata = [required(PREDEPLOYED_ACCOUNTS[account + 1], 'an account').address, toFelt(1_000 + account), toFelt(0)];
    const calls = [{ to: STRK_ADDRESS, selector: SELECTORS.transfer, calldata }];
    const intent = { account, calls, nonce: null, tip: 0n, resourceBounds: TRANSFER_BOUNDS, tamper: 'none' } as const;
    give({ kind: 'command', index: account, command: { kind: 'send_tx', intent } });
  }
  advance(100_000);
  return {
    now: () => now,
    send,
    ask: (request) => {
      const id = send(request);
      for (let waited = 0; waited < 60_000 && answerTo(id) === null; waited++) advance(1_000);
      return answerTo(id);
    },
    advance,
    answers,
    bytes: () => crossed,
  };
};

/** What a proposer would say of a block at `height`. */
export const infoOf = (height: number): BlockInfo => ({
  height: toHeight(height),
  timestamp: GENESIS_UNIX + height,
  sequencer: toFelt(0x64),
  gasPrices: {
    l1Gas: { wei: 21n * 10n ** 9n, fri: 420n * 10n ** 12n },
    l1DataGas: { wei: 135_000_000n, fri: 2_700_000_000_000n },
    l2Gas: { wei: 400_000n, fri: 8n * 10n ** 9n },
  },
  l1DaMode: 'blob',
  starknetVersion: '0.14.4',
});
