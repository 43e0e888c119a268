// npm run bench -- [kernels|trie|heights|seek|vm|transfers|browser|memory]: figures, each as a ratio against a named peer in the same run. Never part of the tests.
import { spawnSync } from 'node:child_process';
import { benchBrowser } from '../bench/browser.ts';
import { benchHeights } from '../bench/heights.ts';
import { benchKernels } from '../bench/kernels.ts';
import { benchMemory } from '../bench/memory.ts';
import { benchSeek } from '../bench/seek.ts';
import { benchTransfers } from '../bench/transfers.ts';
import { benchTrie } from '../bench/trie.ts';
import { benchVm } from '../bench/vm.ts';
import { UsageError, readFlags, runCommand } from './command.ts';

const NAMES: readonly string[] = ['kernels', 'trie', 'heights', 'seek', 'vm', 'transfers', 'browser', 'memory'];

await runCommand(async () => {
  const { positionals } = readFlags({});
  const unknown = positionals.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new UsageError(`unknown benchmark "${unknown.slice(0, 40)}": ${NAMES.join(', ')}`);
  const isAsked = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
  if (isAsked('kernels')) benchKernels();
  if (isAsked('trie')) benchTrie();
  if (isAsked('heights')) benchHeights();
  if (isAsked('seek')) benchSeek();
  if (isAsked('vm')) benchVm();
  if (isAsked('transfers')) benchTransfers();
  if (isAsked('browser') || isAsked('memory')) {
    const build = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
    if (build.status !== 0) return build.status ?? 1;
    if (isAsked('browser')) await benchBrowser();
    if (isAsked('memory')) await benchMemory();
  }
  return 0;
});
