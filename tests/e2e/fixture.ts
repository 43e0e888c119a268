// The fixture of every end-to-end test: a page whose console, errors and requests are watched. Any console error or warning, any uncaught error and any
// failed request fails the test, unless the test says beforehand that it provokes it.
import { type Browser, type BrowserContext, type BrowserContextOptions, test as base, expect } from '@playwright/test';
import { Bicameral } from './bicameral.ts';

type Watch = {
  /** Complaints that match are part of the test; each pattern must be seen at least once. */
  readonly expectComplaint: (pattern: RegExp) => void;
};

type Fixtures = {
  readonly watch: Watch;
  /** The watched page. */
  readonly app: Bicameral;
  /** A page in a context of its own, watched as well. */
  readonly freshApp: (options?: BrowserContextOptions) => Promise<Bicameral>;
};

const watchContext = (context: BrowserContext, complaints: string[]): void => {
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) => {
    const text = `request failed: ${request.url()} ${request.failure()?.errorText ?? ''}`;
    // The browser asks for icon and manifest when it likes, the page for parts that come later, the service worker fills its cache behind both: a test
    // that leaves meanwhile has broken nothing. A part that is missing is an error of the console.
    const isBehind = request.serviceWorker() !== null || /(?:icon\.svg|manifest\.webmanifest|assets\/[^/]+) net::ERR_ABORTED$/.test(text);
    if (!isBehind) complaints.push(text);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`status ${response.status()}: ${response.url()}`);
  });
  context.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
};

const openContext = async (browser: Browser, options: BrowserContextOptions, complaints: string[]): Promise<BrowserContext> => {
  const context = await browser.newContext(options);
  watchContext(context, complaints);
  return context;
};

type Internal = { readonly complaints: { readonly all: string[]; readonly expected: RegExp[] } };

export const test = base.extend<Fixtures & Internal>({
  complaints: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const complaints = { all: [] as string[], expected: [] as RegExp[] };
      await use(complaints);
      const surprising = complaints.all.filter((text) => !complaints.expected.some((pattern) => pattern.test(text)));
      expect(surprising, 'nothing complains').toEqual([]);
      for (const pattern of complaints.expected)
        expect(complaints.all, `something complains about ${String(pattern)}`).toContainEqual(expect.stringMatching(pattern));
    },
    { auto: true },
  ],
  watch: async ({ complaints }, use) => {
    await use({ expectComplaint: (pattern) => complaints.expected.push(pattern) });
  },
  app: async ({ context, page, complaints }, use) => {
    watchContext(context, complaints.all);
    await use(new Bicameral(page));
  },
  freshApp: async ({ browser, baseURL, viewport, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await openContext(browser, { baseURL: baseURL ?? '', viewport, ...options }, complaints.all);
      contexts.push(context);
      return new Bicameral(await context.newPage());
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from '@playwright/test';
