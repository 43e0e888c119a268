// npm run size: weighs the build against the budgets of .size-limit.json (gzip -9, 1 kB = 1000 bytes, each file by itself) and builds it first where
// it is missing or older than its sources. Besides the files named there it weighs what they import statically, which size-limit alone cannot do.
// --root DIR takes another folder with a .size-limit.json. Exit code 0: all within; 1: a budget is exceeded or measures nothing; 2: a wrong flag.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import file from '@size-limit/file';
import sizeLimit from 'size-limit';
import { readFlags, runCommand } from './command.ts';
import { entryOf, filesOf, heaviestOf } from './size-files.ts';

type Budget = {
  readonly name: string;
  readonly path: string | readonly string[];
  readonly limit: string;
  /** The path names a part that so many workers have a copy of each: the heaviest is weighed, without what its worker has loaded before. */
  readonly copies?: number;
};

const BYTES_PER_KB = 1000;
const SOURCES =
  '{index.html,vite.config.ts,package-lock.json,public/**,scripts/{csp,slim-flow}.ts,{app,core,workers}/**/*.{ts,tsx,js,css,wasm}}';

const changedAt = (path: string): number => statSync(path).mtimeMs;

/** Builds when there is no build or a source is younger; throws when that fails. */
const bringUpToDate = (root: string): void => {
  const page = join(root, 'dist/index.html');
  const sources = globSync(SOURCES, { cwd: root }).map((path) => join(root, path));
  if (existsSync(page) && sources.every((source) => changedAt(source) <= changedAt(page))) return;
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, vite, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
};

const limitOf = ({ name, limit }: Budget): number => {
  const kilobytes = /^(\d+(?:\.\d+)?) kB$/.exec(limit)?.[1];
  if (kilobytes === undefined) throw new Error(`${name}: a limit like "100 kB" expected, got "${limit}"`);
  return Number(kilobytes) * BYTES_PER_KB;
};

const entriesOf = (root: string, { path, copies }: Budget): readonly string[] =>
  [path].flat().map((pattern) => (copies === undefined ? entryOf(root, pattern) : heaviestOf(root, pattern, copies)));

/** Bytes of all files together, each compressed by itself. */
const gzipSize = async (files: readonly string[]): Promise<number> => {
  const [result] = (await sizeLimit([file], { checks: [{ files: [...files], gzip: true }] })) as readonly { readonly size?: number }[];
  if (result?.size === undefined) throw new Error(`no size of ${files.join(', ')}`);
  return result.size;
};

/** One line of the table; true when the budget holds. */
const weigh = async (budget: Budget, entries: readonly string[], others: ReadonlySet<string>): Promise<boolean> => {
  const files = budget.copies === undefined ? filesOf(entries, others) : entries;
  const size = await gzipSize(files);
  const holds = size <= limitOf(budget);
  const kilobytes = (size / BYTES_PER_KB).toFixed(1).padStart(7);
  console.log(`${holds ? 'ok  ' : 'OVER'} ${kilobytes} of ${budget.limit.padStart(6)}  ${budget.name} (files: ${files.length})`);
  return holds;
};

await runCommand(async () => {
  const root = readFlags({ root: { type: 'string', default: '.' } }).values.root;
  try {
    bringUpToDate(root);
    const budgets = JSON.parse(readFileSync(join(root, '.size-limit.json'), 'utf8')) as readonly Budget[];
    const all = budgets.flatMap((budget) => entriesOf(root, budget));
    let over = 0;
    for (const budget of budgets) {
      if (!(await weigh(budget, entriesOf(root, budget), new Set(all)))) over++;
    }
    if (over > 0) console.log(`${over} over budget`);
    return over > 0 || budgets.length === 0 ? 1 : 0;
  } catch (error) {
    console.error(`size: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
});
