// The Content-Security-Policy holds in page and workers, sent as a header and set by meta; the build also works where no header is sent.
import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';

const FORBIDDEN = /unsafe-inline|'unsafe-eval'|\*/;

test('policy: header and meta forbid inline code and evaluation', async ({ app, request }) => {
  await app.open();
  const response = await request.get('./');
  const header = response.headers()['content-security-policy'] ?? '';
  const meta = (await app.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '';
  for (const policy of [header, meta]) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toMatch(FORBIDDEN);
  }
  for (const worker of app.page.workers()) {
    const answer = await request.get(worker.url());
    expect(answer.headers()['content-security-policy']).toBe(header);
  }
});

test('policy: an injected inline script and an inline style do nothing', async ({ app, watch }) => {
  watch.expectComplaint(/Content Security Policy|violates the following/);
  await app.open();
  const result = await app.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { outline: 7px solid rgb(1, 2, 3) }';
    document.body.append(style);
    return { injected: 'injected' in window, outline: getComputedStyle(document.body).outlineWidth };
  });
  expect(result.injected).toBe(false);
  expect(result.outline).not.toBe('7px');
});

test('policy: workers whose policy refuses WebAssembly run the TypeScript kernel, and the page says so', async ({ app, page }) => {
  await page.route('**/assets/host-*.js', async (route) => {
    const response = await route.fetch();
    const policy = (response.headers()['content-security-policy'] ?? '').replace(" 'wasm-unsafe-eval'", '');
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await app.open();
  await expect(app.id('problem-kernel_refused')).toBeVisible();
  await app.waitForHead(2);
  await app.id('problem-kernel_refused-close').click();
  await expect(app.id('problem-kernel_refused')).toHaveCount(0);
});

const PROBE = 'try { new Function("return 1")(); report("evaluated"); } catch (error) { report(error.name); }';

/** What a script of the page's own origin, run as a script and not by the debugger, says of evaluating text. */
const probePage = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((done) => {
        Object.assign(globalThis, { report: done });
        const script = document.createElement('script');
        script.src = './probe-page.js';
        document.head.append(script);
      }),
  );

const probeWorker = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((done) => {
        const worker = new Worker(new URL('./probe-worker.js', location.href));
        worker.onmessage = (event: MessageEvent<string>) => done(event.data);
      }),
  );

test('policy: neither page nor worker may evaluate text', async ({ app, page }) => {
  const policy = (await page.request.get('./')).headers()['content-security-policy'] ?? '';
  let headers: Readonly<Record<string, string>> = { 'content-security-policy': policy };
  await page.route('**/probe-page.js', (route) => route.fulfill({ contentType: 'text/javascript', headers, body: PROBE }));
  await page.route('**/probe-worker.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', headers, body: `const report = (text) => postMessage(text);\n${PROBE}` }),
  );
  await app.open();
  expect(await probePage(page)).toBe('EvalError');
  expect(await probeWorker(page)).toBe('EvalError');
  // The probe can fail: without the header, which the meta tag does not replace for workers, it evaluates.
  headers = {};
  expect(await probeWorker(page)).toBe('evaluated');
});

/** The folder that is served, below the root of the repository. */
const BUILD = process.env['BICAMERAL_DIST'] ?? 'dist';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** A web server as simple as can be: files of the build below `base`, no header of its own but the type. */
const plainServer = (base: string): Promise<Server> => {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]?.replace(base, '/') ?? '/';
    try {
      const file = join(BUILD, path.endsWith('/') ? `${path}index.html` : path);
      const body = path === '/probe-page.js' ? PROBE : readFileSync(file);
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, () => done(server)));
};

for (const base of ['/', '/~someone/deep/er/']) {
  test(`policy: from a plain static server at ${base} the build decides blocks and the meta tag forbids evaluation`, async ({ app }) => {
    const server = await plainServer(base);
    await app.page.goto(`http://localhost:${(server.address() as AddressInfo).port}${base}`);
    await app.waitForHead(1);
    expect(await probePage(app.page)).toBe('EvalError');
    await app.page.close();
    server.close();
    server.closeAllConnections();
  });
}
