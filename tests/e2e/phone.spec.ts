// A phone reaches everything: 390 x 844, touch.
import { expect, test } from './fixture.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const SHEETS = ['story', 'validator', 'message', 'why', 'send', 'faults', 'checks', 'transactions', 'events'] as const;

test('phone: nothing overflows and the transport is large enough for a thumb', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.open();
  await app.waitForHead(1);
  const width = await app.page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
  expect(width).toBeLessThanOrEqual(390);
  for (const id of ['play', 'step-back', 'step-forward']) {
    const box = await app.id(id).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), id).toBeGreaterThanOrEqual(44);
  }
});

test('phone: every panel opens from its own tab', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.openPaused();
  for (const sheet of SHEETS) {
    await app.id(`sheet-${sheet}`).click();
    await expect(app.id('sheet')).toBeVisible();
    await expect.poll(async () => (await app.id('sheet').innerText()).trim().length, { message: sheet }).toBeGreaterThan(20);
    const width = await app.page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
    expect(width, sheet).toBeLessThanOrEqual(390);
    await app.id('sheet-close').click();
  }
});

test('phone: a tap on a card selects its validator', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.openPaused();
  await app.id('validator-3').tap();
  await expect(app.id('sheet')).toBeVisible();
  await expect(app.id('validator-panel')).toContainText('V3');
});
