// npm run shots: pictures of the page in every theme, language and size, into shots/ (not kept in the repository). `--readme` renews the README's picture.
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type Page, chromium } from 'playwright';
import { BROWSER_ARGS, ensureBrowser } from './browser.ts';
import { readFlags, runCommand } from './command.ts';
import { serve } from './serve.ts';

const FOLDER = 'shots';
const README_PICTURE = 'docs/picture.png';
const SIZES = [
  { name: 'desktop', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;
const PANELS = ['story', 'send', 'faults', 'checks', 'transactions', 'events'] as const;

/** Steps until votes are in flight: the moment that shows most. */
const pose = async (page: Page): Promise<void> => {
  await page.getByTestId('head-height').waitFor();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="head-height"]')?.textContent ?? 0) >= 1);
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="cursor"]')?.getAttribute('data-us') ?? 0) >= 1_625_000);
  await page.getByTestId('play').click();
};

await runCommand(async () => {
  const { values } = readFlags({ readme: { type: 'boolean', default: false } });
  const server = await serve('dist', 0);
  const base = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...BROWSER_ARGS] });
  mkdirSync(FOLDER, { recursive: true });
  const shoot = async (size: (typeof SIZES)[number], theme: 'light' | 'dark', lang: 'en' | 'zh'): Promise<void> => {
    const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, colorScheme: theme });
    const page = await context.newPage();
    await page.goto(`${base}?lang=${lang}`);
    await pose(page);
    await page.screenshot({ path: `${FOLDER}/${size.name}-${theme}-${lang}.png` });
    if (values.readme && size.name === 'desktop' && theme === 'light' && lang === 'en') await page.screenshot({ path: README_PICTURE });
    for (const panel of size.name === 'desktop' ? PANELS : []) {
      await page.getByTestId(`drawer-${panel}`).click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${FOLDER}/${size.name}-${theme}-${lang}-${panel}.png` });
    }
    await context.close();
  };
  for (const size of SIZES)
    for (const theme of ['light', 'dark'] as const) for (const lang of ['en', 'zh'] as const) await shoot(size, theme, lang);
  await browser.close();
  server.close();
  server.closeAllConnections();
  return 0;
});
