// Figures of the page in a real Chromium: navigation to the first picture of what moves and to the head's first decided block, and frames per second of the main thread while playing, against
// the same page paused on a bare requestAnimationFrame loop in the same run; the same with synthetic messages, and frames asked for at rest.
import type { AddressInfo } from 'node:net';
import { type Browser, type Page, chromium } from 'playwright';
import { BROWSER_ARGS, ensureBrowser } from '../scripts/browser.ts';
import { serve } from '../scripts/serve.ts';

const LOADS = 9;
const PLAY_MS = 8_000;
/** Until a paused head stands. */
const SETTLE_MS = 6_000;
const REST_MS = 3_000;

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

const open = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  return page;
};

const firstBlockMs = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const look = (): void => {
          const shown = document.querySelector('[data-testid="head-height"]')?.textContent ?? '0';
          if (Number(shown) >= 1) done(performance.now());
          else setTimeout(look, 4);
        };
        look();
      }),
  );

/** Real milliseconds from navigation to the painter's first picture after the cursor has moved: what is recorded counts. */
const firstMotionMs = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const look = (): void => {
          const cursor = document.querySelector<HTMLElement>('[data-testid="cursor"]');
          const canvas = document.querySelector<HTMLElement>('[data-testid="stage-canvas"]');
          if (Number(cursor?.dataset['us'] ?? 0) > 0 && Number(canvas?.dataset['drawn'] ?? 0) > 0) done(performance.now());
          else setTimeout(look, 4);
        };
        look();
      }),
  );

const loadsRow = (name: string, list: readonly number[]): string =>
  `navigation to ${name}: median of ${LOADS} = ${median(list).toFixed(0)} ms (${list.map((ms) => ms.toFixed(0)).join(', ')})`;

/** Cold loads, each in a context of its own. */
const measureLoads = async (browser: Browser, url: string): Promise<void> => {
  const [motions, blocks]: [number[], number[]] = [[], []];
  for (let i = 0; i < LOADS; i++) {
    const page = await open(browser, url);
    const [motion, block] = await Promise.all([firstMotionMs(page), firstBlockMs(page)]);
    motions.push(motion);
    blocks.push(block);
    await page.context().close();
  }
  console.log(loadsRow('the first picture in motion', motions));
  console.log(loadsRow("the head's first decided block", blocks));
};

/** Frames of the main thread in a span of real time, counted by a loop of the bench's own. */
const framesPerSecond = (page: Page, ms: number): Promise<number> =>
  page.evaluate(
    (span) =>
      new Promise<number>((done) => {
        const start = performance.now();
        let frames = 0;
        const count = (now: number): void => {
          frames++;
          if (now - start < span) requestAnimationFrame(count);
          else done((1000 * frames) / (now - start));
        };
        requestAnimationFrame(count);
      }),
    ms,
  );

const measureFrames = async (browser: Browser, url: string, name: string): Promise<void> => {
  const page = await open(browser, url);
  await firstBlockMs(page);
  const playing = await framesPerSecond(page, PLAY_MS);
  await page.getByTestId('play').click();
  await page.waitForTimeout(500);
  const paused = await framesPerSecond(page, PLAY_MS / 2);
  console.log(
    `${name}: ${playing.toFixed(1)} fps while playing at 1x, ${paused.toFixed(1)} fps paused, ratio ${(playing / paused).toFixed(2)}`,
  );
  await page.context().close();
};

/** Pictures that the painter has drawn, as it reports them once a second. */
const drawnPictures = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.querySelector<HTMLElement>('[data-testid="stage-canvas"]')?.dataset['drawn'] ?? 0));

type SceneFigures = { readonly main: number; readonly motion: number; readonly quality: string };

/** Frames of the page and of the painter while `count` synthetic messages are on their way and the run is paused. */
const measureScene = async (browser: Browser, url: string, count: number): Promise<SceneFigures> => {
  const page = await open(browser, `${url}&bench=${count}`);
  await firstBlockMs(page);
  await page.waitForTimeout(SETTLE_MS);
  const before = await drawnPictures(page);
  const main = await framesPerSecond(page, PLAY_MS);
  const motion = (1000 * ((await drawnPictures(page)) - before)) / PLAY_MS;
  const quality = await page.evaluate(
    () => document.querySelector<HTMLElement>('[data-testid="stage-canvas"]')?.dataset['quality'] ?? 'nothing',
  );
  await page.context().close();
  return { main, motion, quality };
};

/** The same page with and without messages, one after the other in one browser. */
const compareScenes = async (browser: Browser, url: string, row: { readonly name: string; readonly count: number }): Promise<void> => {
  const none = await measureScene(browser, url, 0);
  const full = await measureScene(browser, url, row.count);
  console.log(
    `${row.name}, ${row.count} synthetic messages, paused: ${full.main.toFixed(1)} fps with, ${none.main.toFixed(1)} without, ratio ${(full.main / none.main).toFixed(2)}; painter ${full.motion.toFixed(1)} pictures/s (${full.quality})`,
  );
};

/** Animation frames that the page asks for while it is paused. */
const measureRest = async (browser: Browser, url: string): Promise<void> => {
  const page = await open(browser, url);
  await firstBlockMs(page);
  await page.getByTestId('play').click();
  await page.waitForTimeout(SETTLE_MS);
  const asked = await page.evaluate(
    (ms) =>
      new Promise<number>((done) => {
        const real = globalThis.requestAnimationFrame;
        let calls = 0;
        globalThis.requestAnimationFrame = (callback) => {
          calls++;
          return real(callback);
        };
        setTimeout(() => done(calls), ms);
      }),
    REST_MS,
  );
  console.log(`paused: ${asked} animation frames asked for in ${REST_MS / 1000} s`);
  await page.context().close();
};

/** Serves dist and prints the figures. */
export const benchBrowser = async (): Promise<void> => {
  const server = await serve('dist', 0);
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...BROWSER_ARGS] });
  await measureLoads(browser, url);
  await measureFrames(browser, url, '4 validators');
  await measureFrames(browser, `${url}?scenario=all-well:7`, '7 validators');
  await measureFrames(browser, `${url}?scenario=all-well:31`, '31 validators');
  await compareScenes(browser, `${url}?scenario=all-well:7`, { name: '7 validators', count: 200 });
  await compareScenes(browser, `${url}?scenario=all-well:31`, { name: '31 validators', count: 930 });
  await measureRest(browser, `${url}?scenario=all-well:7`);
  await browser.close();
  server.close();
  server.closeAllConnections();
};
