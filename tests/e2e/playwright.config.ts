// End-to-end tests in a real Chromium against the production build. scripts/e2e.ts builds, serves and sets BICAMERAL_URL and BICAMERAL_BROWSER.
import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS } from '../../scripts/browser.ts';

const executablePath = process.env['BICAMERAL_BROWSER'];

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  fullyParallel: false,
  workers: 2,
  // Up to twice more for what depends on the machine's mood; what then passes is printed as flaky.
  retries: 2,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 20_000,
    baseURL: process.env['BICAMERAL_URL'] ?? 'http://localhost:4173/',
    viewport: { width: 1440, height: 900 },
    launchOptions: { args: [...BROWSER_ARGS], ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
