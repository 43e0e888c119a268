// npm run e2e: builds into a folder of its own, serves it on a free port under a sub-path, and runs the Playwright tests there. Extra arguments go to
// Playwright. Several such runs do not meet.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';
import { serve } from './serve.ts';

/** The build must work from any sub-path of any web server: tests run below one. */
const BASE = '/some/path/';

/** Runs the end-to-end tests; resolves to Playwright's exit code. */
export const runEndToEnd = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> => {
  const browser = ensureBrowser();
  const dist = mkdtempSync(join(tmpdir(), 'bicameral-'));
  try {
    const build = spawnSync(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '--outDir', dist, '--emptyOutDir'],
      { stdio: 'inherit' },
    );
    return build.status === 0 ? await testBuild(dist, browser, { args, env }) : (build.status ?? 1);
  } finally {
    rmSync(dist, { recursive: true });
  }
};

type Options = { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> };

const testBuild = async (dist: string, browser: string, { args, env }: Options): Promise<number> => {
  const server = await serve(dist, 0, BASE);
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '-c', 'tests/e2e/playwright.config.ts', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, BICAMERAL_URL: `http://localhost:${port}${BASE}`, BICAMERAL_BROWSER: browser, BICAMERAL_DIST: dist },
  });
  const code = await new Promise<number>((done) => child.on('exit', (status) => done(status ?? 1)));
  server.close();
  server.closeAllConnections();
  return code;
};

if (import.meta.main) process.exitCode = await runEndToEnd(process.argv.slice(2));
