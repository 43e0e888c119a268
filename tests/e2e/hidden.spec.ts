// A tab that nobody sees grants no virtual time, and goes on when it is seen again.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, payloadAt } from './oracle.ts';

/** Puts the document's visibility into the hands of the test; headless pages are always visible. */
const takeVisibility = (startsHidden: boolean): void => {
  let hidden = startsHidden;
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  Object.assign(globalThis, {
    setHidden: (value: boolean) => {
      hidden = value;
      document.dispatchEvent(new Event('visibilitychange'));
    },
  });
};
const setHidden = (app: Bicameral, hidden: boolean): Promise<void> =>
  app.page.evaluate((value) => (globalThis as unknown as { readonly setHidden: (v: boolean) => void }).setHidden(value), hidden);
const headUs = async (app: Bicameral): Promise<number> => Number(await app.id('head-time').getAttribute('data-us'));

/** What was granted before the tab was hidden still arrives: the head once all of it is there. */
const lastHead = async (app: Bicameral): Promise<number> => {
  const granted = async (): Promise<number> => Number(await app.id('head-time').getAttribute('data-granted-us'));
  await expect.poll(async () => (await headUs(app)) === (await granted()), { message: 'all that was granted is there' }).toBe(true);
  return headUs(app);
};

test('hidden: the head stands while a playing tab is hidden and moves on afterwards', async ({ app }) => {
  await app.page.addInitScript(takeVisibility, false);
  await app.open();
  await app.waitForHead(1);
  await app.setSpeed('64');
  await setHidden(app, true);
  const head = await lastHead(app);
  // The player comes to the end of what there is, so it would ask for more.
  await expect.poll(() => app.us()).toBe(head - 1);
  await app.page.waitForTimeout(1_000);
  expect(await lastHead(app)).toBe(head);
  await setHidden(app, false);
  await expect.poll(() => headUs(app)).toBeGreaterThan(head + 1_000_000);
});

test('hidden: a link opened in a background tab is at its moment as soon as somebody looks', async ({ app }) => {
  await app.page.addInitScript(takeVisibility, true);
  await app.open({ payload: payloadAt(defaultRun(), 8_000_000) });
  await expect(app.id('link-checking')).toBeVisible();
  await app.page.waitForTimeout(1_000);
  expect(await headUs(app)).toBe(0);
  await setHidden(app, false);
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('cursor')).toHaveAttribute('data-us', '8000000');
});
