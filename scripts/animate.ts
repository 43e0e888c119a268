// npm run animate: plays the default scenario in a headless browser and writes the short animation of the README, docs/animation.gif.
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import gifenc from 'gifenc';
import { chromium } from 'playwright';
import { PNG } from 'pngjs';
import { BROWSER_ARGS, ensureBrowser } from './browser.ts';
import { runCommand } from './command.ts';
import { serve } from './serve.ts';

const SIZE = { width: 1120, height: 700 };
/** What is shown: the stage with its cards and the sentence below it. */
const SCALE = 0.6;
const FRAMES = 44;
const FRAME_MS = 260;
const COLOURS = 64;
const FILE = 'docs/animation.gif';

await runCommand(async () => {
  const server = await serve('dist', 0);
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...BROWSER_ARGS] });
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: SCALE, colorScheme: 'dark' });
  await page.goto(`http://localhost:${port}/`);
  await page.getByTestId('dock').waitFor();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="head-height"]')?.textContent ?? 0) >= 1);
  const gif = gifenc.GIFEncoder();
  for (let i = 0; i < FRAMES; i++) {
    const { data, width, height } = PNG.sync.read(await page.screenshot());
    const palette = gifenc.quantize(data, COLOURS);
    gif.writeFrame(gifenc.applyPalette(data, palette), width, height, { palette, delay: FRAME_MS });
    await page.waitForTimeout(FRAME_MS / 2);
  }
  gif.finish();
  writeFileSync(FILE, gif.bytes());
  await browser.close();
  server.close();
  server.closeAllConnections();
  console.log(`${FILE}: ${gif.bytes().length} bytes, ${FRAMES} frames`);
  return 0;
});
