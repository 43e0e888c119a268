// Whole transfers on the Cairo engine in one thread: validation with its signature, execution, fee transfer, receipt. Cold: nothing of a transaction has
// been computed before; with memo: the same transactions again with a kernel that remembers, as a validator meets them after its gateway. The peer is the
// kernel's work alone: what no interpreter can go below. Then the debugger: one step of a long transaction, found by executing it again.
import { type Felt, toFelt } from '../core/base/felt.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { ExecutionEngine } from '../core/exec/engine.ts';
import { createCairoEngine } from '../core/exec/engines/cairo.ts';
import { accountAddress, contextAt, invoke, transferCall, WIDE_BOUNDS } from '../core/exec/fixture.ts';
import { inspect } from '../core/inspect/inspect.ts';
import { momentAt } from '../core/inspect/moment.ts';
import { type InspectMeans, prepare } from '../core/inspect/replay.ts';
import { CALM_SPEC, worldOfSpec } from '../core/scenarios/spec-world.ts';
import { EMPTY_DIFF, EMPTY_READER, diffReader } from '../core/state/diff.ts';
import { applyDiff, createOverlay, overlayReader } from '../core/state/overlay.ts';
import type { HashedTransaction } from '../core/types/transaction.ts';
import { loadNodeCairo } from '../scripts/node-cairo.ts';
import { createNodeKernel } from '../scripts/node-kernel.ts';

const TRANSFERS = 400;
const ROUNDS = 3;
const MEMO_ENTRIES = 200_000;
/** Transfers of the long transaction. */
const CALLS = 20;
const STEP = 10_000;
const MOMENTS = 10;

const { info, chainId } = contextAt(1);

const cpuMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

const best = (work: () => void): number => Math.min(...Array.from({ length: ROUNDS }, () => cpuMs(work)));

/** Round robin over the ten accounts, so that each transaction reads and writes other cells. */
const transfers = (kernel: Kernel): readonly HashedTransaction[] =>
  Array.from({ length: TRANSFERS }, (_, i) =>
    invoke(kernel, {
      account: i % 10,
      nonce: BigInt(Math.floor(i / 10)),
      calls: [transferCall(accountAddress((i + 3) % 10), BigInt(i + 1))],
    }),
  );

/** A block of them; throws where one is rejected. */
const execute = (engine: ExecutionEngine, { genesis }: InspectMeans, txs: readonly HashedTransaction[]): void => {
  const overlay = createOverlay();
  const state = overlayReader(diffReader(EMPTY_READER, genesis), overlay);
  for (const tx of txs) {
    const executed = engine.execute({ info, chainId }, tx, state);
    if (!executed.ok) throw new Error(executed.error.message);
    applyDiff(overlay, executed.value.stateDiff);
  }
};

type KernelCall = () => unknown;

/** A kernel that keeps every call, to make them again alone. */
const recordingKernel = (kernel: Kernel): { readonly kernel: Kernel; readonly calls: readonly KernelCall[] } => {
  const calls: KernelCall[] = [];
  const kept = <A extends readonly unknown[], R>(work: (...args: A) => R) => {
    return (...args: A): R => {
      calls.push(() => work(...args));
      return work(...args);
    };
  };
  const recording: Kernel = {
    ...kernel,
    pedersen: kept(kernel.pedersen),
    poseidonPair: kept(kernel.poseidonPair),
    poseidonMany: kept(kernel.poseidonMany),
    hades: kept(kernel.hades),
    ecdsaVerify: kept(kernel.ecdsaVerify),
    generatorMultiple: kept(kernel.generatorMultiple),
    ecOp: kept(kernel.ecOp),
    fieldSqrt: kept(kernel.fieldSqrt),
    invert: kept(kernel.invert),
  };
  return { kernel: recording, calls };
};

const perSecond = (ms: number): number => Math.round((1_000 * TRANSFERS) / ms);
const line = (name: string, ms: number, bar: string): string =>
  `${name.padEnd(34)}${String(perSecond(ms)).padStart(8)}${(ms / TRANSFERS).toFixed(2).padStart(10)}   ${bar}`;

const meansOf = (kernel: Kernel): InspectMeans => {
  const { engines } = loadNodeCairo(worldOfSpec({ ...CALM_SPEC, engine: 'cairo' }, 7));
  if (engines === null) throw new Error('the Cairo engines');
  return { kernel, classes: engines.classes, genesis: engines.genesis.stateDiff };
};

/** Prints both tables. */
export const benchTransfers = (): void => {
  const kernel = createNodeKernel();
  const means = meansOf(kernel);
  const txs = transfers(kernel);
  const cold = best(() => execute(createCairoEngine(kernel, means.classes), means, txs));
  const memo = memoKernel(kernel, MEMO_ENTRIES);
  execute(createCairoEngine(memo, means.classes), means, txs);
  const warm = best(() => execute(createCairoEngine(memo, means.classes), means, txs));
  const recorded = recordingKernel(kernel);
  execute(createCairoEngine(recorded.kernel, means.classes), means, txs);
  const alone = best(() => {
    for (const call of recorded.calls) call();
  });
  console.log(`${TRANSFERS} transfers, CPU time (best of ${ROUNDS})`);
  console.log('                                   per second   ms each   bar');
  console.log(line('cold', cold, '500/s'));
  console.log(line('with memo', warm, '1500/s'));
  console.log(line(`the kernel alone (${(recorded.calls.length / TRANSFERS).toFixed(1)} calls each)`, alone, 'floor of cold'));
  benchDebugger(means);
};

const benchDebugger = (means: InspectMeans): void => {
  const bounds = { ...WIDE_BOUNDS, l2Gas: { ...WIDE_BOUNDS.l2Gas, maxAmount: 1_000_000_000n } };
  const to: Felt = accountAddress(1);
  const tx = invoke(means.kernel, { calls: Array.from({ length: CALLS * 2 }, () => transferCall(to, 1n)), resourceBounds: bounds });
  const input = { chainId: toFelt(chainId), info, before: [], start: EMPTY_DIFF, txs: [tx] };
  const { inspection, trace } = inspect(means, input);
  const opening = best(() => inspect(means, input));
  const prepared = prepare(means, input);
  const moment = best(() => {
    for (let i = 0; i < MOMENTS; i++) momentAt(prepared, trace, STEP + i);
  });
  console.log(
    `debugger, a transaction of ${inspection.steps} steps: opened in ${opening.toFixed(0)} ms; step ${STEP} in ${(moment / MOMENTS).toFixed(1)} ms (bar 200)`,
  );
};
