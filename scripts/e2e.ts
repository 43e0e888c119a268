// npm run e2e: builds, serves on a free port under a sub-path, and runs the Playwright tests there. Extra arguments go to Playwright.
import { spawnSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { ensureBrowser } from './browser.ts';
import { serve } from './serve.ts';

/** The build must work from any sub-path of any web server: tests run below one. */
const BASE = '/some/path/';

/** Runs the end-to-end tests; resolves to Playwright's exit code. */
export const runEndToEnd = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> => {
  const browser = ensureBrowser();
  const build = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
  if (build.status !== 0) return build.status ?? 1;
  const server = await serve('dist', 0, BASE);
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '-c', 'tests/e2e/playwright.config.ts', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, BICAMERAL_URL: `http://localhost:${port}${BASE}`, BICAMERAL_BROWSER: browser },
  });
  const code = await new Promise<number>((done) => child.on('exit', (status) => done(status ?? 1)));
  server.close();
  server.closeAllConnections();
  return code;
};

if (import.meta.main) process.exitCode = await runEndToEnd(process.argv.slice(2));
