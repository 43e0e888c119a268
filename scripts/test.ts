// npm test: every test there is. Unit tests, laws and determinism (vitest), conformance traces, vectors, end to end in a browser. The last line is
// "N passed, M failed", N counting vitest tests, traces, vectors and browser tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEndToEnd } from './e2e.ts';

type Count = { readonly passed: number; readonly failed: number };

const folder = mkdtempSync(join(tmpdir(), 'bicameral-test-'));

/** A runner that broke without naming a failed test still counts as one failure. */
const settle = (count: Count, status: number | null): Count => (status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count);

const readJson = (file: string): Record<string, unknown> | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : null;

const unit = (): Count => {
  const file = join(folder, 'vitest.json');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile=${file}`];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const report = readJson(file);
  return settle({ passed: Number(report?.['numPassedTests'] ?? 0), failed: Number(report?.['numFailedTests'] ?? 0) }, status);
};

/** A script of ours whose last line is the count. */
const counted = (script: string, args: readonly string[]): Count => {
  const { status, stdout } = spawnSync(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  process.stdout.write(stdout);
  const match = /(\d+) passed, (\d+) failed\s*$/.exec(stdout);
  return settle({ passed: Number(match?.[1] ?? 0), failed: Number(match?.[2] ?? 0) }, status);
};

const endToEnd = async (): Promise<Count> => {
  const file = join(folder, 'playwright.json');
  const status = await runEndToEnd(['--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const stats = (readJson(file)?.['stats'] ?? {}) as Record<string, number>;
  return settle(
    { passed: (stats['expected'] ?? 0) + (stats['flaky'] ?? 0), failed: (stats['unexpected'] ?? 0) + (stats['skipped'] ?? 0) },
    status,
  );
};

const counts: readonly (readonly [string, Count])[] = [
  ['unit tests', unit()],
  ['conformance traces', counted('scripts/conformance.ts', ['tests/conformance/traces.json'])],
  ['vectors', counted('scripts/vectors.ts', ['tests/vectors/vectors.json'])],
  ['browser tests', await endToEnd()],
];
rmSync(folder, { recursive: true, force: true });
for (const [name, { passed, failed }] of counts) console.log(`${name}: ${passed} passed, ${failed} failed`);
const total = counts.reduce((sum, [, c]) => ({ passed: sum.passed + c.passed, failed: sum.failed + c.failed }), { passed: 0, failed: 0 });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
