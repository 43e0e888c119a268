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

/** Notices that were shown, in order. */
const recordNotices = (): void => {
  const seen: string[] = [];
  Object.assign(globalThis, { seen });
  new MutationObserver(() => {
    for (const { dataset } of document.querySelectorAll<HTMLElement>('div[data-testid^="problem-worker"]')) {
      const id = dataset['testid'];
      if (id !== undefined && !seen.includes(id)) seen.push(id);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
};

test('workers: a killed one is reported and the run comes back to the undisturbed fingerprint', async ({ app, freshApp }) => {
  await app.page.addInitScript(recordNotices);
  await app.openPaused();
  const victim = app.page.workers().find((worker) => isHost(worker.url()));
  await victim?.evaluate(() => globalThis.close());
  await app.setSpeed('64');
  await app.play();
  await expect(app.id('problem-worker_recovered')).toBeVisible();
  const seen = await app.page.evaluate(() => (globalThis as unknown as { readonly seen: readonly string[] }).seen);
  expect(seen).toEqual(['problem-worker_lost', 'problem-worker_recovered']);
  expect(app.page.workers().filter((worker) => isHost(worker.url())).length).toBe(4);
  await app.waitForHead(3);
  await app.rest();
  const { fingerprint } = await app.moment();
  const payload = payloadOf(await app.shareLink());
  const undisturbed = await freshApp();
  await undisturbed.open({ payload });
  await expect(undisturbed.id('link-identical')).toBeVisible();
  expect((await undisturbed.moment()).fingerprint).toBe(fingerprint);
});
