// One worker per validator, and what happens when one of them dies.
import { payloadOf } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const isHost = (url: string): boolean => /\/host-[\w-]+\.js$/.test(url);

test('workers: one per validator, a director and a painter', async ({ app }) => {
  await app.open();
  await app.waitForHead(1);
  const urls = app.page.workers().map((worker) => worker.url());
  expect(urls.filter((url) => isHost(url)).length).toBe(4);
  expect(urls.filter((url) => url.includes('director')).length).toBe(1);
  expect(urls.filter((url) => url.includes('paint')).length).toBe(1);
});

test('workers: inline, the director alone simulates', async ({ app }) => {
  await app.open({ query: { placement: 'inline' } });
  await app.waitForHead(1);
  expect(app.page.workers().filter((worker) => isHost(worker.url())).length).toBe(0);
});

test('workers: a killed one is reported and the run comes back to the undisturbed fingerprint', async ({ app, freshApp }) => {
  await app.openPaused();
  const victim = app.page.workers().find((worker) => isHost(worker.url()));
  await victim?.evaluate(() => globalThis.close());
  await app.setSpeed('64');
  await app.play();
  await expect(app.id('problem-worker_recovered')).toBeVisible();
  await app.waitForHead(3);
  await app.rest();
  const { fingerprint } = await app.moment();
  const payload = payloadOf(await app.shareLink());
  const undisturbed = await freshApp();
  await undisturbed.open({ payload });
  await expect(undisturbed.id('link-identical')).toBeVisible();
  expect((await undisturbed.moment()).fingerprint).toBe(fingerprint);
});

test('workers: a hidden tab grants no time, a visible one goes on', async ({ app }) => {
  await app.page.addInitScript(() => {
    let hidden = false;
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
    addEventListener('test-visibility', (event) => {
      hidden = (event as CustomEvent<boolean>).detail;
      document.dispatchEvent(new Event('visibilitychange'));
    });
  });
  const show = (hidden: boolean): Promise<void> =>
    app.page.evaluate((value) => void dispatchEvent(new CustomEvent('test-visibility', { detail: value })), hidden);
  const head = async (): Promise<number> => Number(await app.id('head-time').getAttribute('data-us'));
  await app.open();
  await app.waitForHead(1);
  await app.setSpeed('8');
  await show(true);
  // What was granted before may still arrive: the head is looked at until it stands for a second.
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await head();
        const stands = now === before;
        before = now;
        return stands;
      },
      { intervals: [1_000] },
    )
    .toBe(true);
  await show(false);
  await expect.poll(head).toBeGreaterThan(before);
});
