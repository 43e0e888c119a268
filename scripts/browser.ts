// Finds a Chromium for end-to-end tests and screenshots: BICAMERAL_BROWSER, Playwright's own, or one on PATH; installs one where none is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;

export const BROWSER_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Path of a usable browser, or null. */
const findBrowser = (): string | null => {
  const chosen = process.env['BICAMERAL_BROWSER'];
  if (chosen !== undefined && chosen !== '') return existsSync(chosen) ? chosen : null;
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own)) return own;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of NAMES) for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  return null;
};

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;

/** A browser, installed if need be: through Debian where we are root, else through Playwright. Throws when none can be had. */
export const ensureBrowser = (): string => {
  const found = findBrowser();
  if (found !== null) return found;
  console.log('no Chromium found: installing one');
  const isRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (isRoot) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', 'chromium']);
  } else run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']);
  const installed = findBrowser();
  if (installed === null) throw new Error('no Chromium could be installed: set BICAMERAL_BROWSER to one');
  return installed;
};
