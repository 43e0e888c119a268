// Installable, and without a network after the first visit.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

/** Resolves when everything is in the browser's cache. */
const waitForWorker = (app: Bicameral): Promise<string> =>
  app.page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state ?? 'none');

test('offline: after one visit the page opens and decides a block without a network, also at an address it has not seen', async ({
  app,
}) => {
  await app.open();
  await app.waitForHead(1);
  await waitForWorker(app);
  await app.page.reload();
  await app.waitForHead(1);
  expect(await app.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await app.page.context().setOffline(true);
  await app.open({ query: { scenario: 'all-well', seed: '12' } });
  await app.waitForHead(1);
  await app.drawer('checks');
  await expect(app.id('checks-panel')).toBeVisible();
  await app.page.context().setOffline(false);
});

test('offline: the manifest names the page, its start and icons that exist', async ({ app }) => {
  await app.open();
  const address = await app.page.locator('link[rel="manifest"]').evaluate((link: HTMLLinkElement) => link.href);
  const manifest = (await (await app.page.request.get(address)).json()) as {
    readonly name: string;
    readonly display: string;
    readonly start_url: string;
    readonly icons: readonly { readonly src: string; readonly sizes: string }[];
  };
  expect(manifest).toMatchObject({ name: 'Bicameral', display: 'standalone', start_url: './' });
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  for (const { src } of manifest.icons) expect((await app.page.request.get(new URL(src, address).href)).status()).toBe(200);
});
