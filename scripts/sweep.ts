// npm run -s sweep -- --seeds N [--from S] [--beyond] [--threads T] [--real]: short random runs over piscina, counted by outcome; every failure as a link.
// Without --beyond fewer than a third of the validators are faulty: a run fails when a property breaks or nothing is decided after the
// heal; a run that stands still because Apollo never repeats votes of an older round, and a fault has swallowed some, is counted by itself (lost_votes). With it a
// third is dishonest: the sweep fails when it finds no violation at all. --deep is the other sweep, of long runs (sweep-deep.ts).
// Ends with `N passed, M failed`; exit code 1 when something failed.
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { encodeShare } from '../core/sim/share.ts';
import { toTimeUs } from '../core/types/ids.ts';
import { readCount, readFlags, runCommand } from './command.ts';
import { shortCase, type ShortOutcome, type ShortResult } from './sweep-short.ts';
import type { ShortTask } from './sweep-worker.ts';

/** Tasks that wait in the pool at once. */
const AHEAD = 64;

const linkOf = (seed: number, beyond: boolean): string => {
  const { run, healUs } = shortCase(seed, beyond);
  return `#s=${encodeShare({ run, cursor: toTimeUs(healUs), fingerprint: '00000000' })}`;
};

const sweep = async (seeds: readonly number[], task: Omit<ShortTask, 'seed'>, threads: number): Promise<readonly ShortResult[]> => {
  const pool = new Piscina<ShortTask, ShortResult>({
    filename: new URL('sweep-worker.ts', import.meta.url).href,
    maxThreads: threads,
    minThreads: threads,
  });
  const results: ShortResult[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    for (let seed = seeds[next++]; seed !== undefined; seed = seeds[next++]) results.push(await pool.run({ ...task, seed }));
  };
  await Promise.all(Array.from({ length: AHEAD }, () => run()));
  await pool.destroy();
  return results.toSorted((a, b) => a.seed - b.seed);
};

const report = (results: readonly ShortResult[], beyond: boolean): number => {
  const counts = new Map<ShortOutcome, number>();
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const heights = results.reduce((sum, result) => sum + result.heights, 0);
  for (const [outcome, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) console.log(`${count}\t${outcome}`);
  console.log(`${heights}\theights`);
  const bad = results.filter(({ outcome }) => outcome !== 'safe_and_live' && outcome !== 'lost_votes');
  for (const { seed, outcome, detail } of results)
    if (outcome === 'lost_votes') console.log(`seed ${seed}: ${outcome}: ${detail ?? ''}\n${linkOf(seed, beyond)}`);
  if (beyond) {
    const found = bad.find(({ outcome }) => outcome === 'unsafe');
    const broken = bad.filter(({ outcome }) => outcome === 'broken');
    if (found !== undefined) console.log(`found at seed ${found.seed}: ${found.detail ?? ''}\n${linkOf(found.seed, true)}`);
    for (const { seed, detail } of broken) console.log(`seed ${seed}: ${detail ?? ''}\n${linkOf(seed, true)}`);
    const failed = broken.length + (found === undefined ? 1 : 0);
    console.log(`${results.length - broken.length} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  }
  for (const { seed, outcome, detail } of bad) console.log(`seed ${seed}: ${outcome}: ${detail ?? ''}\n${linkOf(seed, false)}`);
  console.log(`${results.length - bad.length} passed, ${bad.length} failed`);
  return bad.length === 0 ? 0 : 1;
};

await runCommand(async () => {
  if (process.argv.includes('--deep')) {
    process.argv = process.argv.filter((word) => word !== '--deep');
    await import('./sweep-deep.ts');
    return Number(process.exitCode ?? 0);
  }
  const { values } = readFlags({
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    beyond: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
  });
  const from = readCount('from', values.from, { min: 0, max: 0xffffffff });
  const count = readCount('seeds', values.seeds, { min: 1, max: 1_000_000 });
  const threads = readCount('threads', values.threads, { min: 1, max: 64 });
  const seeds = Array.from({ length: count }, (_, i) => from + i);
  const results = await sweep(seeds, { beyond: values.beyond, hashes: values.real ? 'real' : 'cheap' }, threads);
  return report(results, values.beyond);
});
