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

/** Where a command lies, or null. */
const onPath = (name: string): string | null =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path)) ?? null;

/** Path of a usable browser, or null. */
const findBrowser = (): string | null => {
  const chosen = process.env['BICAMERAL_BROWSER'];
  if (chosen !== undefined && chosen !== '') return existsSync(chosen) ? chosen : null;
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own)) return own;
  return NAMES.map(onPath).find((path) => path !== null) ?? null;
};

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;

/** A browser, installed if need be: through Debian where we are root, else through Playwright. Throws when none can be had. */
export const ensureBrowser = (): string => {
  const found = findBrowser();
  if (found !== null) return found;
  console.log('no Chromium found: installing one');
  const isRoot = process.getuid?.() === 0 && onPath('apt-get') !== null;
  if (isRoot) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', 'chromium']);
  } else run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']);
  const installed = findBrowser();
  if (installed === null) throw new Error('no Chromium could be installed: set BICAMERAL_BROWSER to one');
  return installed;
};
