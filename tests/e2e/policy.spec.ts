// The Content-Security-Policy holds in page and workers, sent as a header and set by meta; the build also works where no header is sent.
import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { expect, test } from './fixture.ts';

const FORBIDDEN = /unsafe-inline|unsafe-eval|\*/;

test('policy: header and meta forbid inline code and evaluation', async ({ app, request }) => {
  await app.open();
  const response = await request.get('./');
  const header = response.headers()['content-security-policy'] ?? '';
  const meta = (await app.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '';
  for (const policy of [header, meta]) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
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

test('policy: a worker under the same header may not evaluate text', async ({ app, page, baseURL }) => {
  // A probe served by the page's own server does not exist, so the worker's code is fulfilled here, with the real response's header.
  const header = (await page.request.get('./')).headers()['content-security-policy'] ?? '';
  await page.route('**/probe.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      headers: { 'content-security-policy': header },
      body: 'try { new Function("return 1")(); postMessage("evaluated"); } catch (error) { postMessage(error.name); }',
    }),
  );
  await app.open();
  const answer = await page.evaluate(
    (url) =>
      new Promise<string>((done) => {
        const worker = new Worker(url);
        worker.onmessage = (event: MessageEvent<string>) => done(event.data);
      }),
    `${baseURL}probe.js`,
  );
  expect(answer).toBe('EvalError');
});

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const plainServer = (): Promise<Server> => {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    try {
      const file = join('dist', path.endsWith('/') ? `${path}index.html` : path);
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, () => done(server)));
};

test('policy: the build decides blocks from a plain static server without any header', async ({ app }) => {
  const server = await plainServer();
  await app.page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  await app.waitForHead(1);
  await app.page.close();
  server.close();
  server.closeAllConnections();
});
