// English and Chinese, light and dark.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const DRAWERS = ['story', 'send', 'faults', 'checks', 'transactions', 'events', 'placement', 'contracts'] as const;
const TABS = ['validator', 'message', 'why'] as const;

/** Three English words in a row make a sentence; names of the protocol (ProposalInit, Web Worker, Stark) stand alone or in pairs. */
const ENGLISH = /\b[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}/g;

/** All that is read on the page, aloud too. */
const wordsOf = (app: Bicameral): Promise<readonly string[]> =>
  app.page.evaluate(() => {
    const names = ['aria-label', 'title', 'placeholder', 'aria-valuetext'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((e) => e.getAttribute(name) ?? ''),
    );
    const options = [...document.querySelectorAll('option')].map((e) => e.textContent ?? '');
    return [...document.body.innerText.split('\n'), ...names, ...options];
  });
const englishIn = async (app: Bicameral): Promise<readonly string[]> => (await wordsOf(app)).flatMap((line) => line.match(ENGLISH) ?? []);

test('language: Chinese leaves no English sentence in any region, panel or dialog', async ({ app }) => {
  await app.openPaused({ query: { lang: 'en' } });
  expect((await englishIn(app)).length, 'the probe finds English').toBeGreaterThan(10);
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'en');
  await app.id('language').click();
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(app.id('scenario-title')).toHaveText('提议者沉默');
  for (const drawer of DRAWERS) {
    await app.drawer(drawer);
    await expect(app.id(`${drawer}-panel`)).toBeVisible();
    expect(await englishIn(app), drawer).toEqual([]);
  }
  for (const tab of TABS) {
    await app.id(`tab-${tab}`).click();
    expect(await englishIn(app), tab).toEqual([]);
  }
  for (const dialog of ['help', 'share']) {
    await app.id(dialog).click();
    await expect(app.id(`${dialog}-dialog`)).toBeVisible();
    expect(await englishIn(app), dialog).toEqual([]);
    await app.id(`${dialog}-dialog-close`).click();
  }
});

test('language: the narration speaks Chinese at every phase of a height', async ({ app }) => {
  await app.openPaused({ query: { lang: 'zh' } });
  await app.id('jump-start').click();
  await app.chooseUnit('phase');
  for (let i = 0; i < 12; i++) {
    const { narration } = await app.forward();
    expect(narration).toMatch(/[\u4e00-\u9fff]/);
    expect(narration.match(ENGLISH)).toBeNull();
  }
});

test('language: the choice of language and theme survives a reload and is part of the address', async ({ app }) => {
  await app.open({ query: { lang: 'en', theme: 'light' } });
  await app.id('language').click();
  await app.id('theme').click();
  await expect(app.page).toHaveURL(/lang=zh/);
  await expect(app.page).toHaveURL(/theme=dark/);
  await app.open();
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('language: the theme follows the system until one is chosen', async ({ freshApp }) => {
  const app = await freshApp({ colorScheme: 'dark' });
  await app.open();
  const html = app.page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  const ground = (): Promise<string> => app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await app.page.emulateMedia({ colorScheme: 'light' });
  await expect(html).toHaveAttribute('data-theme', 'light');
  expect(await ground()).not.toBe(dark);
  await app.id('theme').click();
  await app.page.emulateMedia({ colorScheme: 'dark' });
  await expect(html).toHaveAttribute('data-theme', 'light');
});
