// Two languages, two themes, a keyboard for everything.
import { expect, test } from './fixture.ts';

test('language: Chinese everywhere but for protocol identifiers, and back', async ({ app }) => {
  await app.openPaused();
  await app.id('language').click();
  await expect(app.page.locator('html')).toHaveAttribute('lang', /^zh/);
  await expect(app.id('scenario-title')).toHaveText('提议者沉默');
  const text = await app.page.evaluate(() => document.body.innerText);
  // Four English words in a row make a sentence; identifiers do not.
  expect(text.match(/\b[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}\b/gi) ?? []).toEqual([]);
  await app.id('language').click();
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'en');
});

test('theme: light and dark are chosen and remembered', async ({ app }) => {
  await app.open({ query: { theme: 'dark' } });
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await app.open({ query: { theme: 'light' } });
  const light = await app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(dark).not.toBe(light);
});

test('keyboard: the shortcuts of the help sheet do what they say', async ({ app }) => {
  await app.openPaused();
  const { keyboard } = app.page;
  await keyboard.press('Space');
  await expect(app.id('play')).toHaveAttribute('data-playing', 'true');
  await keyboard.press('Space');
  await expect(app.id('play')).toHaveAttribute('data-playing', 'false');
  const at = await app.step();
  await keyboard.press('ArrowRight');
  await expect(app.id('cursor')).toHaveAttribute('data-step', String(at + 1));
  await keyboard.press('ArrowLeft');
  await expect(app.id('cursor')).toHaveAttribute('data-step', String(at));
  await keyboard.press('h');
  await app.waitForDecided(1);
  await keyboard.press('H');
  await expect(app.id('cursor')).toHaveAttribute('data-step', String(at));
  await keyboard.press('2');
  await expect(app.id('validator-panel')).toContainText('V2');
  await keyboard.press('f');
  await expect(app.id('faults-panel')).toBeVisible();
  await keyboard.press('?');
  await expect(app.id('help-dialog')).toBeVisible();
  await keyboard.press('Escape');
  await expect(app.id('help-dialog')).toBeHidden();
  await keyboard.press('Home');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '0');
});

test('keyboard: every visible control is reached with Tab', async ({ app }) => {
  await app.openPaused();
  const wanted = [
    'scenario',
    'seed',
    'share',
    'language',
    'theme',
    'help',
    'drawer-send',
    'validator-1',
    'validator-4',
    'play',
    'step-back',
    'step-forward',
    'unit',
    'speed',
    'tape',
  ];
  const seen = new Set<string>();
  for (let i = 0; i < 120 && wanted.some((id) => !seen.has(id)); i++) {
    await app.page.keyboard.press('Tab');
    const id = await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid'] ?? '');
    if (id !== '') seen.add(id);
  }
  expect(wanted.filter((id) => !seen.has(id))).toEqual([]);
});
