// npm run -s sweep -- --deep [--from N] [--seeds M] [--style STYLE] [--verbose]: long runs in random worlds with random faults; prints every seed that breaks a property. Exit code 1 when one does.
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { readCount, readFlags, runCommand } from './command.ts';
import { createNodeKernel } from './node-kernel.ts';
import { describeCase } from './sweep-describe.ts';
import { sweepCase, sweepSeed } from './sweep-run.ts';

const MEMO_ENTRIES = 150_000;

await runCommand(() => {
  const { values } = readFlags({
    from: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '100' },
    style: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  });
  const from = readCount('from', values.from, { min: 0, max: 0xffffffff });
  const seeds = readCount('seeds', values.seeds, { min: 1, max: 1_000_000 });
  const kernel = memoKernel(createNodeKernel(), MEMO_ENTRIES);
  const seen = new Map<string, number>();
  const failed: number[] = [];
  let asked = 0;
  let heights = 0;
  let run = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    if (values.style !== undefined && sweepCase(seed, kernel).plan.style !== values.style) continue;
    const result = sweepSeed(seed, kernel);
    run++;
    heights += result.heights;
    if (result.liveness === 'asked') asked++;
    for (const [name, count] of result.seen) seen.set(name, (seen.get(name) ?? 0) + count);
    if (values.verbose) console.log(JSON.stringify({ ...result, seen: undefined }));
    if (result.problem === null) continue;
    failed.push(seed);
    console.log(`seed ${seed}: ${result.problem}\n${describeCase(sweepCase(seed, kernel))}`);
  }
  for (const [name, count] of [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1))) console.log(`${count}\t${name}`);
  console.log(
    `${run} of ${seeds} seeds from ${from}: ${heights} heights, liveness asked of ${asked}, ${failed.length} failed: ${failed.join(' ')}`,
  );
  return failed.length === 0 ? 0 : 1;
});
