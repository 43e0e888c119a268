// The space-time diagram and the table of events: seen, moved, read by keyboard, full screen, exported, and free of serious accessibility findings.
import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, firstOf, payloadAt } from './oracle.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** The default run, paused where the first validator locks. */
const openAtLock = async (app: Bicameral, query: Readonly<Record<string, string>> = {}): Promise<void> => {
  await app.open({ query, payload: payloadAt(defaultRun(), firstOf(defaultRun(), 'locked', 0).t) });
  await expect(app.id('link-identical')).toBeVisible();
};

/** Different colours on the canvas: a blank one has one. */
const colours = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element) => {
    const picture = element.querySelector('canvas');
    // Read from a copy: the browser warns of reading a canvas that is drawn to.
    const copy = Object.assign(document.createElement('canvas'), { width: picture?.width ?? 1, height: picture?.height ?? 1 });
    const context = copy.getContext('2d', { willReadFrequently: true });
    if (picture === null || context === null) return 0;
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    const seen = new Set<number>();
    for (let i = 0; i + 3 < data.length; i += 4) if (data[i + 3]! > 200) seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
    return seen.size;
  });

const windowOf = async (app: Bicameral): Promise<readonly number[]> => {
  const canvas = app.id('diagram-canvas');
  return [Number(await canvas.getAttribute('data-first')), Number(await canvas.getAttribute('data-last'))];
};

test('diagram: it is in the dock with a picture in it, and its cursor is that of the player', async ({ app }) => {
  await openAtLock(app);
  await expect(app.id('diagram')).toBeVisible();
  await expect.poll(() => colours(app.id('diagram-canvas'))).toBeGreaterThan(5);
  const x = async (): Promise<number> => (await app.id('diagram-cursor').boundingBox())!.x;
  const before = await x();
  await app.forward();
  await expect.poll(x).toBeGreaterThan(before);
  const box = (await app.id('diagram-canvas').boundingBox())!;
  const step = await app.step();
  await app.page.mouse.click(box.x + 140, box.y + 8);
  await expect.poll(() => app.step(), { message: 'a click on the ruler seeks' }).toBeLessThan(step);
  expect(Math.abs((await x()) - (box.x + 140))).toBeLessThan(12);
});

test('diagram: zoom, pan and the three axes change the window and keep the cursor', async ({ app }) => {
  await openAtLock(app);
  const width = async (): Promise<number> => {
    const [first, last] = await windowOf(app);
    return last! - first!;
  };
  await expect.poll(width, { message: 'the run is in the window, not its beginning alone' }).toBeGreaterThan(50);
  const wide = await width();
  await app.id('diagram-zoom-in').click();
  await expect.poll(width).toBeLessThan(wide);
  await app.id('diagram-fit').click();
  await expect.poll(async () => (await windowOf(app))[0]).toBe(0);
  const box = (await app.id('diagram-canvas').boundingBox())!;
  const zoom = async (): Promise<number> => Number(await app.id('diagram-canvas').getAttribute('data-zoom'));
  const before = await zoom();
  await app.page.mouse.move(box.x + 300, box.y + 60);
  await app.page.keyboard.down('Control');
  await app.page.mouse.wheel(0, -240);
  await app.page.keyboard.up('Control');
  await expect.poll(zoom, { message: 'Ctrl and wheel zoom' }).toBeGreaterThan(before);
  const step = await app.step();
  for (const axis of ['real', 'compressed', 'logical']) {
    await app.id('diagram-axis').selectOption(axis);
    await expect.poll(() => colours(app.id('diagram-canvas')), { message: axis }).toBeGreaterThan(3);
    expect(await app.step(), axis).toBe(step);
  }
});

test('diagram: the strip closes, opens and is resized with the keyboard', async ({ app }) => {
  await openAtLock(app);
  const height = async (): Promise<number> => (await app.id('diagram-strip').boundingBox())!.height;
  await expect(app.id('diagram-resize')).toBeVisible();
  const before = await height();
  await app.id('diagram-resize').focus();
  await app.page.keyboard.press('ArrowUp');
  await app.page.keyboard.press('ArrowUp');
  await expect.poll(height).toBeGreaterThan(before);
  await app.id('diagram-toggle').click();
  await expect(app.id('diagram')).toHaveCount(0);
  await app.id('diagram-toggle').click();
  await expect(app.id('diagram')).toBeVisible();
});

test('diagram: the keyboard goes from event to event and between lanes, and says where it is', async ({ app }) => {
  await openAtLock(app);
  const focus = app.id('diagram-focus');
  await focus.focus();
  const status = app.id('diagram-status');
  await expect(status).toContainText(/V\d/);
  const steps: string[] = [(await focus.getAttribute('data-step'))!];
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown', 'Shift+ArrowRight', 'Home']) {
    const said = await status.innerText();
    await app.page.keyboard.press(key);
    await expect.poll(() => status.innerText(), { message: key }).not.toBe(said);
    steps.push((await focus.getAttribute('data-step'))!);
  }
  expect(new Set(steps).size).toBeGreaterThan(4);
  // The stage has not moved: Enter goes there.
  const target = Number(await focus.getAttribute('data-step'));
  expect(await app.step()).not.toBe(target);
  await app.page.keyboard.press('Enter');
  await expect.poll(() => app.step()).toBe(target);
});

test('diagram: full screen by button and by key, Escape closes, the focus comes back', async ({ app }) => {
  await openAtLock(app);
  await app.id('diagram-full').click();
  await expect(app.id('timeline-screen')).toBeVisible();
  await expect(app.id('timeline-close')).toBeFocused();
  await expect(app.id('stage')).toHaveCount(0);
  await expect(app.id('play')).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(app.id('timeline-screen')).toHaveCount(0);
  await expect(app.id('diagram-full')).toBeFocused();
  await app.page.keyboard.press('t');
  await expect(app.id('timeline-screen')).toBeVisible();
  await app.page.keyboard.press('t');
  await expect(app.id('stage')).toBeVisible();
});

test('diagram: a hidden validator has no lane, two marks show a difference', async ({ app }) => {
  await openAtLock(app);
  await app.page.keyboard.press('t');
  await expect(app.id('diagram-lane-2')).toBeVisible();
  await app.id('diagram-lanes').click();
  await app.id('diagram-show-2').uncheck();
  await expect(app.id('diagram-lane-2')).toHaveCount(0);
  await app.id('diagram-lanes').click();
  await app.id('diagram-mark-button').click();
  await app.forward();
  await app.forward();
  await app.id('diagram-mark-button').click();
  await expect(app.id('diagram-difference')).toContainText('V1');
  await expect(app.id('diagram-mark')).toHaveCount(2);
  await app.id('diagram-difference-close').click();
  await expect(app.id('diagram-mark')).toHaveCount(0);
});

test('diagram: SVG and PNG are saved under the name of the run; the SVG is inert and holds the picture', async ({ app }) => {
  await openAtLock(app);
  await app.page.keyboard.press('t');
  const [svg] = await Promise.all([app.page.waitForEvent('download'), app.id('diagram-svg').click()]);
  expect(svg.suggestedFilename()).toBe('bicameral-quiet-proposer-7.svg');
  const text = readFileSync(await svg.path(), 'utf8');
  expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(text).not.toMatch(/<script|<style|href=|\son\w+=|url\(/i);
  for (const word of ['V1', 'V4', 'H1', 'A proposer goes quiet', 'Prevote']) expect(text).toContain(word);
  expect([...text.matchAll(/<polyline/g)].length).toBeGreaterThan(40);
  const [png] = await Promise.all([app.page.waitForEvent('download'), app.id('diagram-png').click()]);
  expect(png.suggestedFilename()).toBe('bicameral-quiet-proposer-7.png');
  const bytes = readFileSync(await png.path());
  expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect(bytes.length).toBeGreaterThan(20_000);
});

test('events: every log event is a row; filter, search, sort and jump', async ({ app }) => {
  await openAtLock(app);
  await app.rest();
  await app.page.keyboard.press('t');
  const count = app.id('event-count');
  const shown = async (): Promise<number> => Number(await count.getAttribute('data-shown'));
  const total = Number(await count.getAttribute('data-total'));
  expect(await shown()).toBe(total);
  await expect(app.id('event-list').getByRole('listitem').first()).toHaveAttribute('aria-setsize', String(total));
  await app.id('event-kind').selectOption('steps');
  await expect.poll(shown).toBe(Number(await app.id('tape').getAttribute('max')));
  await app.id('event-kind').selectOption('decided');
  await app.id('event-height').selectOption('1');
  await expect.poll(shown).toBe(4);
  await app.id('event-validator').selectOption('2');
  await expect.poll(shown).toBe(1);
  await app.id('event-row').first().click();
  await expect(app.id('narration')).toContainText('decides');
  await app.id('event-validator').selectOption('all');
  await app.id('event-kind').selectOption('all');
  await app.id('event-height').selectOption('all');
  await app.id('event-search').fill('locks');
  await expect.poll(shown).toBe(4);
  await app.id('event-search').fill('');
  await app.id('sort-validator').click();
  await app.id('sort-validator').click();
  await app.id('event-list').press('Home');
  await expect(app.id('event-row').first()).toContainText('V4');
});

test('diagram: after a deed in the past the branch that was left is a lane below, and a click goes back to it', async ({ app }) => {
  await openAtLock(app);
  const before = await app.moment();
  await app.drawer('faults');
  await app.id('crash').click();
  await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await app.page.keyboard.press('t');
  await expect(app.id('diagram-branch-0')).toBeVisible();
  expect(await axeFindings(app, 'diagram-branches')).toEqual([]);
  await app.id('diagram-branch-0').click();
  await expect(app.id('diagram-branch-1')).toBeVisible();
  expect((await app.moment()).fingerprint).toBe(before.fingerprint);
});

for (const lang of ['en', 'zh'] as const) {
  test(`diagram: axe finds nothing serious on the screen of its own, ${lang}`, async ({ app }) => {
    await openAtLock(app, { lang });
    await app.page.keyboard.press('t');
    await expect(app.id('event-row').first()).toBeVisible();
    for (const part of ['timeline-screen', 'events-panel']) expect(await axeFindings(app, part), part).toEqual([]);
  });
}

test('diagram: on a phone time runs down in the sheet and on the whole screen, by touch', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await openAtLock(app);
  await app.id('sheet-timeline').tap();
  await expect.poll(() => colours(app.id('diagram-canvas'))).toBeGreaterThan(5);
  await expect(app.id('diagram-pointed')).toContainText(/V\d/);
  expect(await axeFindings(app, 'sheet')).toEqual([]);
  await app.id('diagram-full').tap();
  await expect(app.id('timeline-screen')).toBeVisible();
  expect(await app.page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0)).toBeLessThanOrEqual(390);
  const box = (await app.id('diagram-canvas').boundingBox())!;
  const step = await app.step();
  await app.page.touchscreen.tap(box.x + 12, box.y + 40);
  await expect.poll(() => app.step()).not.toBe(step);
  await app.id('timeline-close').tap();
  await expect(app.id('stage')).toBeVisible();
});
