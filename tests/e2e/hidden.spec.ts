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

/** What was granted before may still arrive: waits until the head has not moved for a second. */
const standingHead = async (app: Bicameral): Promise<number> => {
  let before = -1;
  await expect(async () => {
    const now = await headUs(app);
    const stands = now === before;
    before = now;
    expect(stands).toBe(true);
  }).toPass({ intervals: [1_000] });
  return before;
};

test('hidden: the head stands while a playing tab is hidden and moves on afterwards', async ({ app }) => {
  await app.page.addInitScript(takeVisibility, false);
  await app.open();
  await app.waitForHead(1);
  await app.setSpeed('8');
  await setHidden(app, true);
  const head = await standingHead(app);
  // The player has long come to the end of what there is, so it would have asked for more.
  await expect.poll(() => app.us()).toBe(head - 1);
  expect(await standingHead(app)).toBe(head);
  await setHidden(app, false);
  await expect.poll(() => headUs(app)).toBeGreaterThan(head + 1_000_000);
});

test('hidden: a link opened in a background tab is at its moment as soon as somebody looks', async ({ app }) => {
  await app.page.addInitScript(takeVisibility, true);
  await app.open({ payload: payloadAt(defaultRun(), 8_000_000) });
  await expect(app.id('link-checking')).toBeVisible();
  expect(await standingHead(app)).toBe(0);
  await setHidden(app, false);
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('cursor')).toHaveAttribute('data-us', '8000000');
});
