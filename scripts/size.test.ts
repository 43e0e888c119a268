// Goal: the size check counts what a page reaches, and fails when it should. Method: a tiny build in a folder of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entryOf, filesOf } from './size-files.ts';

const root = mkdtempSync(join(tmpdir(), 'size-'));
const noise = Array.from({ length: 3000 }, (_, i) => `export const n${i}=${(i * 7919) % 10_007};`).join('');
const FILES: Readonly<Record<string, string>> = {
  'index.html':
    '<script type="module" crossorigin src="./assets/index-1.js"></script><link rel="modulepreload" href="./assets/early-1.js"><link rel="stylesheet" crossorigin href="./assets/index-1.css"><link rel="icon" href="./icon.svg">',
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg" />',
  'assets/index-1.css': 'a { color: red }',
  'assets/early-1.js': 'export const early = 1;',
  'assets/index-1.js':
    'import{b}from"./both-1.js";export*from"./again-1.js";import("./late-1.js");new Worker(new URL("host-1.js",import.meta.url));console.log(b)',
  'assets/both-1.js': 'import"./index-1.js";export const b=1;',
  'assets/again-1.js': 'export const c=1;',
  'assets/late-1.js': noise,
  'assets/host-1.js': `import"./inline-1.js";${noise}`,
  'assets/inline-1.js': noise,
};
const reached = ['index.html', 'assets/index-1.js', 'assets/early-1.js', 'assets/index-1.css', 'assets/both-1.js', 'assets/again-1.js'];
const gzip = (names: readonly string[]): number => names.reduce((sum, name) => sum + gzipSync(FILES[name]!, { level: 9 }).length, 0);

beforeAll(() => {
  mkdirSync(join(root, 'dist/assets'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(root, 'dist', name), text);
});
afterAll(() => rmSync(root, { recursive: true }));

const size = (budgets: unknown, ...flags: readonly string[]): { readonly status: number | null; readonly output: string } => {
  writeFileSync(join(root, '.size-limit.json'), JSON.stringify(budgets));
  const run = spawnSync(process.execPath, [resolve('scripts/size.ts'), '--root', root, ...flags], { encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr };
};
const kilobytes = (bytes: number): string => `${bytes / 1000} kB`;
const page = { name: 'page', path: 'dist/index.html' };

test('size: a page reaches scripts, styles and static imports, each once, and neither workers nor what loads on demand', () => {
  const files = filesOf([join(root, 'dist/index.html')], new Set());
  expect(files.toSorted()).toEqual(reached.map((name) => join(root, 'dist', name)).toSorted());
});

test('size: what another budget measures is not counted twice', () => {
  const [host, inline] = [entryOf(root, 'dist/assets/host-*.js'), entryOf(root, 'dist/assets/inline-*.js')];
  expect(filesOf([host], new Set())).toEqual([host, inline]);
  expect(filesOf([host], new Set([host, inline]))).toEqual([host]);
});

test('size: a budget of exactly the sum holds, one byte less is exceeded and ends with exit code 1', () => {
  const sum = gzip(reached);
  const within = size([{ ...page, limit: kilobytes(sum) }]);
  expect(within.output).toMatch(/^ok .* page \(files: 6\)$/m);
  expect(within.status).toBe(0);
  const over = size([{ ...page, limit: kilobytes(sum - 1) }]);
  expect(over.output).toMatch(/^OVER .* page/m);
  expect(over.output).toContain('1 over budget');
  expect(over.status).toBe(1);
});

test('size: several entries of one budget are weighed together, what they share once', () => {
  const sum = gzip([...reached, 'assets/late-1.js']);
  const path = ['dist/index.html', 'dist/assets/late-*.js', 'dist/assets/both-*.js'];
  expect(size([{ name: 'first screen', path, limit: kilobytes(sum) }]).status).toBe(0);
  expect(size([{ name: 'first screen', path, limit: kilobytes(sum - 1) }]).status).toBe(1);
});

test('size: one budget of several that is exceeded is enough', () => {
  const budgets = [
    { ...page, limit: '1 kB' },
    { name: 'host', path: 'dist/assets/host-*.js', limit: '0.1 kB' },
  ];
  const { status, output } = size(budgets);
  expect(output).toMatch(/^ok .* page/m);
  expect(output).toMatch(/^OVER .* host/m);
  expect(status).toBe(1);
});

test.each([
  ['no budget', [], /^$/],
  ['a file that is not there', [{ name: 'gone', path: 'dist/assets/gone-*.js', limit: '1 kB' }], /one file expected, found 0/],
  ['a pattern of many files', [{ name: 'all', path: 'dist/assets/*.js', limit: '1 kB' }], /one file expected, found 7/],
  ['a limit without unit', [{ ...page, limit: '100' }], /a limit like "100 kB" expected, got "100"/],
])('size: %s measures nothing and ends with exit code 1', (_what, budgets, complaint) => {
  const { status, output } = size(budgets);
  expect(output).toMatch(complaint);
  expect(status).toBe(1);
});

test('size: an unknown flag is one line and exit code 2', () => {
  const { status, output } = size([], '--brotli');
  expect(output).toMatch(/^Unknown option '--brotli'[^\n]*\n$/);
  expect(status).toBe(2);
});
