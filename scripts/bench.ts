// npm run bench -- [heights|browser]: figures, each as a ratio against a named peer in the same run. Never part of the tests.
import { spawnSync } from 'node:child_process';
import { benchBrowser } from '../bench/browser.ts';
import { benchHeights } from '../bench/heights.ts';
import { UsageError, readFlags, runCommand } from './command.ts';

await runCommand(async () => {
  const { positionals } = readFlags({});
  const unknown = positionals.find((name) => name !== 'heights' && name !== 'browser');
  if (unknown !== undefined) throw new UsageError(`unknown benchmark "${unknown.slice(0, 40)}": heights or browser`);
  const all = positionals.length === 0;
  if (all || positionals.includes('heights')) benchHeights();
  if (all || positionals.includes('browser')) {
    const build = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
    if (build.status !== 0) return build.status ?? 1;
    await benchBrowser();
  }
  return 0;
});
