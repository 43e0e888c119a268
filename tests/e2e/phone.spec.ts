// A phone reaches everything: 390 x 844, touch.
import { expect, test } from './fixture.ts';
import { defaultRun, firstOf, payloadAt } from './oracle.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const SHEETS = ['story', 'validator', 'message', 'timeline', 'why', 'send', 'faults', 'checks', 'transactions', 'events'] as const;

test('phone: nothing overflows and the transport is large enough for a thumb', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.open();
  await app.waitForHead(1);
  const width = await app.page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
  expect(width).toBeLessThanOrEqual(390);
  for (const id of ['play', 'step-back', 'step-forward', 'jump-head', 'unit', 'speed']) {
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

test('phone: the player is in reach while a sheet is open', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.openPaused();
  await app.id('sheet-faults').tap();
  await expect(app.id('faults-panel')).toBeVisible();
  for (const id of ['play', 'step-back', 'step-forward', 'tape']) await expect(app.id(id), id).toBeInViewport({ ratio: 1 });
  // A tap that something else takes would fail here.
  await app.id('play').tap();
  await expect(app.id('play')).toHaveAttribute('data-playing', 'true');
  await app.id('play').tap();
  await expect(app.id('play')).toHaveAttribute('data-playing', 'false');
  await app.id('sheet-stake').tap();
  await expect(app.id('stake-panel')).toBeVisible();
});

test('phone: cursor, heights and tape are in view beside the transport', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.openPaused();
  for (const id of ['cursor', 'decided-height', 'head-height', 'tape', 'play', 'narration'])
    await expect(app.id(id), id).toBeInViewport({ ratio: 1 });
});

test('phone: in Chinese and with a message open, nothing overflows either', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.open({ query: { lang: 'zh' }, payload: payloadAt(defaultRun(), firstOf(defaultRun(), 'locked', 0).t) });
  await expect(app.id('link-identical')).toBeVisible();
  await app.id('sheet-message').tap();
  await app.id('message-row').first().tap();
  await expect(app.id('hex')).toBeVisible();
  expect(await app.page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0)).toBeLessThanOrEqual(390);
});

test('phone: a tap on a card selects its validator', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.openPaused();
  await app.id('validator-3').tap();
  await expect(app.id('sheet')).toBeVisible();
  await expect(app.id('validator-panel')).toContainText('V3');
});
