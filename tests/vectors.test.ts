// The vectors against core/, and the runner shown to fail: any vector whose expected value is changed by one is refused.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { createNodeKernel } from '../scripts/node-kernel.ts';
import { parseVectorFile, type Vector } from '../scripts/vectors-format.ts';
import { runVectors } from '../scripts/vectors-runner.ts';

const TEXT = readFileSync(new URL('./vectors/vectors.json', import.meta.url), 'utf8');

const parsed = (text: string): readonly Vector[] => {
  const result = parseVectorFile(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const vectors = parsed(TEXT);
/** The first vector of each family. */
const firsts = vectors.filter(({ family }, i) => vectors.findIndex((other) => other.family === family) === i);
const kernel = createKernel();

/** Another value of the same shape. */
const changed = (value: unknown): unknown => {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string' && value.startsWith('0x')) return `0x${(BigInt(value) + 1n).toString(16)}`;
  if (typeof value === 'string') return `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`;
  if (Array.isArray(value)) return [changed(value[0]), ...value.slice(1)];
  const [[key, item] = ['', null], ...rest] = Object.entries(value as object);
  return Object.fromEntries([[key, changed(item)], ...rest]);
};

const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const fileWith = (name: string, list: readonly unknown[]): string =>
  fileOf(name, JSON.stringify({ schema: 'commitment-vectors/1', vectors: list }));
const command = (...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/vectors.ts', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

test('vectors: every vector of the checked-in set passes, and each has a family', () => {
  const report = runVectors(vectors, kernel);
  expect(report.failures).toEqual([]);
  expect(report.passed).toBe(178);
  expect([...report.uncovered]).toEqual([]);
});

test('vectors: the kernel in WebAssembly passes all of them too', () => {
  expect(runVectors(vectors, createNodeKernel())).toMatchObject({ passed: 178, failures: [] });
});

test('vectors: each of them fails when its expected value is changed by one', () => {
  const report = runVectors(
    vectors.map((vector) => ({ ...vector, expected: changed(vector.expected) })),
    kernel,
  );
  expect(report.failures.map(({ id }) => id)).toEqual(vectors.map(({ id }) => id));
});

test('vectors: a missing, empty or foreign expected value is never accepted', () => {
  for (const expected of [null, {}, [], '', '1', 'x', -1]) {
    const report = runVectors(
      firsts.map((vector) => ({ ...vector, expected })),
      kernel,
    );
    expect(report.passed).toBe(0);
  }
});

test('vectors: an input of another shape is a failure of its vector, not of the runner', () => {
  for (const input of [{}, [], null, 'x', { state: [1, 2, 3, 4] }]) {
    const broken = firsts.map((vector) => ({ ...vector, input }));
    expect(runVectors(broken, kernel)).toMatchObject({ passed: 0, failures: { length: firsts.length } });
  }
});

test('vectors: what is not in the format is refused with one line', () => {
  const vector = vectors[0]!;
  const cases: readonly (readonly [string, string])[] = [
    ['{\n', 'not JSON'],
    ['[]', 'not an object'],
    ['{"schema":"commitment-vectors/2","vectors":[]}', 'schema is not'],
    ['{"schema":"commitment-vectors/1"}', 'vectors: a list is missing'],
    [JSON.stringify({ schema: 'commitment-vectors/1', vectors: [1] }), 'vector 0: not an object'],
    [JSON.stringify({ schema: 'commitment-vectors/1', vectors: [{ ...vector, id: 1 }] }), 'vector 0: id or family'],
    [JSON.stringify({ schema: 'commitment-vectors/1', vectors: [{ id: 'a', family: 'pedersen', input: {} }] }), 'input or expected'],
    [
      JSON.stringify({ schema: 'commitment-vectors/1', vectors: [{ ...vector, input: { $same_input_as: 'b' } }] }),
      'no input under the id b',
    ],
  ];
  for (const [text, reason] of cases) {
    const result = parseVectorFile(text);
    expect(result.ok ? '' : result.error).toContain(reason);
    expect(result.ok ? '' : result.error).not.toContain('\n');
  }
});

test('vectors: the command prints failing ids, uncovered families and counts, and exits with 0, 1 or 2', () => {
  const [first, second] = [vectors[0]!, vectors[1]!];
  const good = fileWith('good.json', [first, second, { ...first, family: 'unknown_family' }]);
  const bad = fileWith('bad.json', [first, { ...second, expected: '0x1' }]);
  expect(command(good)).toMatchObject({ code: 0, out: 'not covered: unknown_family (1)\n2 passed, 0 failed\n' });
  const failed = command(good, bad);
  expect(failed.code).toBe(1);
  expect(failed.out).toContain(`FAIL ${second.id}: expected "0x1", got "0x`);
  expect(failed.out).toMatch(/\n3 passed, 1 failed\n$/);
  for (const args of [['--fast'], ['--fast', good], [join(folder, 'missing.json')], [folder], [fileOf('broken.json', '{')]]) {
    const refused = command(...args);
    expect(refused.code).toBe(2);
    expect(refused.out).toBe('');
    expect(refused.err.trimEnd().split('\n')).toHaveLength(1);
  }
});
