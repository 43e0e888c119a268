// Where the processes of a run live is changed while it runs: batchers move out and back, workers are shared. Nothing of the run may change. And a worker
// that dies while the page is paused is noticed.
import type { Bicameral } from './bicameral.ts';
import { payloadOf } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const hostsOf = (app: Bicameral): number => app.page.workers().filter((worker) => /\/host-[\w-]+\.js$/.test(worker.url())).length;

const processesOf = (app: Bicameral): Promise<readonly string[]> =>
  app
    .id('placement-hosts')
    .locator('li')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['processes'] ?? ''));

/** The move is done when the run has reproduced its fingerprint; the notice says so and goes. */
const confirmMove = async (app: Bicameral): Promise<void> => {
  await expect(app.id('problem-hosts_moved')).toBeVisible();
  await app.id('problem-hosts_moved-close').click();
  await expect(app.id('problem-hosts_moved')).toHaveCount(0);
};

test('placement: a batcher moves into a worker of its own and back on a paused run, and nothing that is shown changes', async ({ app }) => {
  await app.openPaused();
  await app.rest();
  await app.drawer('placement');
  await expect(app.id('placement-hosts')).toBeVisible();
  const before = await app.moment();
  expect(await processesOf(app)).toEqual(['0 1', '16 17', '32 33', '48 49']);
  await app.page.getByRole('checkbox', { name: 'Batcher of V2 in its own worker' }).check();
  await confirmMove(app);
  expect(await processesOf(app)).toEqual(['0 1', '16', '32 33', '48 49', '17']);
  expect(hostsOf(app)).toBe(5);
  expect(await app.moment()).toEqual({ ...before, cards: (await app.moment()).cards });
  await app.id('remote-batcher-none').click();
  await confirmMove(app);
  expect(hostsOf(app)).toBe(4);
  expect(await app.moment()).toEqual(before);
});

test('placement: all batchers move out and workers are shared while the run plays; it stays the run of a fresh page', async ({
  app,
  freshApp,
}) => {
  await app.open();
  await app.waitForHead(1);
  await app.drawer('placement');
  await app.id('remote-batcher-all').click();
  await confirmMove(app);
  expect(hostsOf(app)).toBe(8);
  await app.setSpeed('64');
  await app.waitForHead(3);
  await app.id('placement-packed').click();
  await confirmMove(app);
  const cores = await app.page.evaluate(() => navigator.hardwareConcurrency);
  expect(hostsOf(app)).toBe(Math.min(4, Math.max(2, cores)) + 4);
  await app.waitForHead(5);
  await app.rest();
  const { fingerprint } = await app.moment();
  const undisturbed = await freshApp();
  await undisturbed.open({ payload: payloadOf(await app.shareLink()), query: { placement: 'inline' } });
  await expect(undisturbed.id('link-identical')).toBeVisible();
  expect((await undisturbed.moment()).fingerprint).toBe(fingerprint);
});

test('placement: switches and choice work by keyboard', async ({ app }) => {
  await app.openPaused();
  await app.rest();
  await app.drawer('placement');
  await app.id('remote-batcher-0').focus();
  await app.page.keyboard.press('Space');
  await confirmMove(app);
  await expect(app.id('remote-batcher-0')).toBeChecked();
  await app.id('placement-packed').focus();
  await app.page.keyboard.press('Enter');
  await confirmMove(app);
  await expect(app.id('placement-panel')).toHaveAttribute('data-placement', 'packed');
});

test('placement: inline, the page says that there is nothing to place', async ({ app }) => {
  await app.openPaused({ query: { placement: 'inline' } });
  await app.drawer('placement');
  await expect(app.id('placement-inline')).toBeVisible();
  await expect(app.id('placement-hosts')).toHaveCount(0);
});

test('placement: a worker that dies while the page is paused is told, the run comes back, and the word of it stays', async ({ app }) => {
  await app.openPaused();
  await app.rest();
  const before = await app.moment();
  const victim = app.page.workers().find((worker) => worker.url().includes('/host-'));
  await victim?.evaluate(() => globalThis.close());
  await expect(app.id('problem-worker_recovered')).toBeVisible({ timeout: 20_000 });
  await expect(app.id('problem-worker_lost')).toBeVisible();
  expect(hostsOf(app)).toBe(4);
  expect(await app.moment()).toEqual(before);
  await app.id('problem-worker_lost-close').click();
  await expect(app.id('problem-worker_lost')).toHaveCount(0);
  await expect(app.id('problem-worker_recovered')).toBeVisible();
  await app.forward();
});

test('placement: a hundred validators share few workers and decide', async ({ app }) => {
  test.slow();
  await app.open({ query: { scenario: 'all-well:100' } });
  await expect.poll(() => app.numberOf('head-height'), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);
  const cores = await app.page.evaluate(() => navigator.hardwareConcurrency);
  expect(hostsOf(app)).toBe(Math.min(8, Math.max(2, cores)));
});
