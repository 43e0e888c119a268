// Inline heights per second at several sizes of the network, with and without the memo of pure hashes, and the bare protocol beside it in the same run.
// Ratios are what to trust: machines differ. The exponent is the slope of log(time per height) over log(n).
import { createKernel } from '../core/crypto/create-kernel.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { createStandardWorld } from '../core/scenarios/worlds.ts';
import { Cluster } from '../core/sim/cluster.ts';
import { createMachines } from '../core/sim/machines.ts';
import type { EngineName } from '../core/types/engines.ts';
import { toTimeUs } from '../core/types/ids.ts';
import { loadNodeCairo } from '../scripts/node-cairo.ts';
import { createNodeKernel } from '../scripts/node-kernel.ts';
import { runBareProtocol } from './bare-protocol.ts';

const SIZES = [4, 7, 16, 31, 100] as const;
const ROUNDS = 3;
const heightsFor = (n: number): number => Math.max(4, Math.round(120 / n));

const simulateHeights = (n: number, heights: number, kernel: Kernel): void => {
  const world = createStandardWorld({ seed: 7, validators: n });
  const cluster = new Cluster({ world, seed: 7, interventions: [], createMachine: createMachines(world, 7, kernel) });
  let decided = 0;
  for (let t = 1_000_000; decided < heights; t += 1_000_000) {
    for (const event of cluster.advance(toTimeUs(t)).events) if (event.kind === 'decided') decided = Math.max(decided, event.height);
  }
};

const ENGINE_HEIGHTS = 30;
/** Entries of the memo of a host in the page. */
const HOST_MEMO = 8_000;

/** Four validators in one host on an engine, with a transfer every `everyUs`: heights per CPU second without the opening, and how many transfers ran. */
const runEngine = (engine: EngineName, everyUs: number): { readonly rate: number; readonly transfers: number } => {
  const world = createStandardWorld({ seed: 7, validators: 4, engine, traffic: { everyUs, untilUs: 1_200_000_000 } });
  const createMachine = createMachines(world, 7, memoKernel(createNodeKernel(), HOST_MEMO), loadNodeCairo(world).engines);
  const cluster = new Cluster({ world, seed: 7, interventions: [], createMachine });
  const before = process.cpuUsage();
  let [decided, transfers] = [0, 0];
  for (let t = 1_000_000; decided < ENGINE_HEIGHTS; t += 1_000_000) {
    for (const event of cluster.advance(toTimeUs(t)).events) {
      if (event.kind === 'decided') decided = Math.max(decided, event.height);
      if (event.kind === 'block_committed') transfers += event.txs.length;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return { rate: (ENGINE_HEIGHTS * 1e6) / (user + system), transfers };
};

const printEngines = (): void => {
  console.log("\nheights per CPU second by engine, four validators inline with a host's memo and the WebAssembly kernel (best of 3)");
  for (const everyUs of [2_500_000, 250_000]) {
    const [native, cairo] = (['native', 'cairo'] as const).map((engine) =>
      Array.from({ length: ROUNDS }, () => runEngine(engine, everyUs)).reduce((a, b) => (b.rate > a.rate ? b : a)),
    );
    if (native === undefined || cairo === undefined) continue;
    const [n, c] = [native.rate.toFixed(1), cairo.rate.toFixed(1)];
    console.log(
      `a transfer every ${everyUs / 1e6} s (${cairo.transfers} executed): native ${n}, Cairo VM ${c}, ratio ${(native.rate / cairo.rate).toFixed(2)}`,
    );
  }
};

/** Best of a few rounds, heights per second of CPU time. */
const rate = (heights: number, work: () => void): number => {
  let best = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, (heights * 1e6) / (user + system));
  }
  return best;
};

const slope = (points: readonly (readonly [number, number])[]): number => {
  const logs = points.map(([n, perSecond]) => [Math.log(n), -Math.log(perSecond)] as const);
  const mean = (k: 0 | 1): number => logs.reduce((sum, p) => sum + p[k], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  return logs.reduce((s, [x, y]) => s + (x - mx) * (y - my), 0) / logs.reduce((s, [x]) => s + (x - mx) ** 2, 0);
};

/** Prints the table. */
export const benchHeights = (): void => {
  const rows = SIZES.map((n) => {
    const heights = heightsFor(n);
    const memo = rate(heights, () => simulateHeights(n, heights, memoKernel(createKernel(), 200_000)));
    const plain = rate(heights, () => simulateHeights(n, heights, createKernel()));
    const bare = rate(heights * 20, () => runBareProtocol(n, heights * 20));
    return { n, memo, plain, bare };
  });
  console.log('heights per CPU second, inline (best of 3)');
  console.log('   n   with memo   without   bare protocol   memo/plain   bare/memo');
  for (const { n, memo, plain, bare } of rows) {
    const cells = [memo.toFixed(1).padStart(9), plain.toFixed(1).padStart(9), bare.toFixed(0).padStart(14)];
    console.log(
      `${String(n).padStart(4)} ${cells.join(' ')} ${(memo / plain).toFixed(2).padStart(11)} ${(bare / memo).toFixed(1).padStart(11)}`,
    );
  }
  for (const key of ['memo', 'plain', 'bare'] as const) {
    console.log(`growth exponent, ${key}: time per height ~ n^${slope(rows.map((r) => [r.n, r[key]])).toFixed(2)}`);
  }
  printEngines();
};
