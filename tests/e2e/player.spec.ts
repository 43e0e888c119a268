// Time: play, pause, speed, steps in every unit forwards and exactly backwards, the tape.
import type { StepUnit } from '../../core/view/steps.ts';
import { cursorAt } from '../../core/view/timeline.ts';
import type { Moment } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, firstOf } from './oracle.ts';

/** Unit and number of steps; enough to cross a decision or a round where the unit is coarse. */
const WALKS: readonly (readonly [StepUnit, number])[] = [
  ['event', 12],
  ['message', 10],
  ['phase', 8],
  ['round', 4],
  ['height', 3],
];

for (const [unit, count] of WALKS) {
  test(`player: ${count} steps forward and back by ${unit} end where they began, each at the same place`, async ({ app }) => {
    await app.open();
    await app.waitForHead(1);
    // Somewhere in the middle of a flight, not at a step.
    await expect.poll(() => app.step()).toBeGreaterThan(20);
    await app.rest();
    await app.chooseUnit(unit);
    const way: Moment[] = [await app.moment()];
    for (let i = 0; i < count; i++) way.push(await app.forward());
    const steps = way.map((m) => m.step);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    if (unit === 'event') expect(steps.at(-1)).toBe(steps[0]! + count);
    if (unit === 'height') expect(way.map((m) => m.decidedHeight)).toEqual(way.map((_, i) => way[0]!.decidedHeight + i));
    for (const expected of way.toReversed().slice(1)) expect(await app.back()).toEqual(expected);
  });
}

test('player: play goes on, pause stands still, and speed changes how fast virtual time passes', async ({ app }) => {
  await app.open();
  await app.waitForHead(1);
  await app.pause();
  const still = await app.us();
  await app.setSpeed('64');
  await expect(app.id('cursor')).toHaveAttribute('data-us', String(still));
  await app.play();
  await app.waitForDecided(2);
  await app.pause();
  expect(await app.us()).toBeGreaterThan(still);

  const pace = async (speed: string): Promise<number> => {
    await app.id('jump-start').click();
    await expect(app.id('cursor')).toHaveAttribute('data-step', '0');
    await app.setSpeed(speed);
    await app.play();
    const began = Date.now();
    await expect.poll(() => app.step(), { intervals: [50] }).toBeGreaterThan(45);
    await app.pause();
    return Date.now() - began;
  };
  expect(await pace('0.5')).toBeGreaterThan(2 * (await pace('64')));
});

/** Counts animation frames of page and workers, and changes of the document. */
const startCounting = (): void => {
  const counts = { frames: 0, changes: [] as string[] };
  Object.assign(globalThis, { counts });
  const original = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) =>
    original((time) => {
      counts.frames++;
      callback(time);
    });
  if (typeof document === 'undefined') return;
  const say = ({ type, target, attributeName }: MutationRecord): string =>
    `${type} ${attributeName ?? ''} ${target instanceof HTMLElement ? target.outerHTML.slice(0, 120) : (target.textContent ?? '')}`;
  new MutationObserver((list) => counts.changes.push(...list.map((record) => say(record)))).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
};
type Counts = { readonly frames: number; readonly changes: readonly string[] };
const readCounts = (): Counts => ({ ...(globalThis as unknown as { readonly counts: Counts }).counts });

test('player: paused, no frame loop runs, nothing animates and the document does not change', async ({ app }) => {
  await app.page.addInitScript(startCounting);
  await app.open();
  await app.waitForHead(1);
  const painter = app.page.workers().find((worker) => worker.url().includes('paint'))!;
  await painter.evaluate(startCounting);
  const second = async (): Promise<Counts> => {
    const before = await app.page.evaluate(readCounts);
    await app.page.waitForTimeout(1_000);
    const after = await app.page.evaluate(readCounts);
    return { frames: after.frames - before.frames, changes: after.changes.slice(before.changes.length) };
  };
  expect((await second()).frames, 'frames while playing').toBeGreaterThan(5);
  await app.rest();
  // Where votes are on their way.
  await app.seekStep(cursorAt(defaultRun().line, firstOf(defaultRun(), 'locked', 0).t));
  await expect(app.id('in-flight').first()).toBeAttached();
  const painted = await painter.evaluate(readCounts);
  expect(await second()).toEqual({ frames: 0, changes: [] });
  expect(await painter.evaluate(readCounts)).toEqual(painted);
  const running = await app.page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').length);
  expect(running).toBe(0);
});

test('player: the stage keeps its place whatever the narration says', async ({ app }) => {
  await app.openPaused();
  await app.id('jump-start').click();
  await app.chooseUnit('phase');
  const box = await app.id('validator-1').boundingBox();
  const linesHigh = new Set<number>();
  for (let i = 0; i < 14; i++) {
    linesHigh.add((await app.id('narration').locator(':scope > *').boundingBox())!.height);
    await app.forward();
    expect(await app.id('validator-1').boundingBox()).toEqual(box);
  }
  expect(linesHigh.size, 'sentences of one line and of more').toBeGreaterThan(1);
});

test('player: who prefers reduced motion gets a paused page', async ({ freshApp }) => {
  const app = await freshApp({ reducedMotion: 'reduce' });
  await app.open();
  await app.waitForHead(1);
  await expect(app.id('play')).toHaveAttribute('data-playing', 'false');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '0');
  await app.chooseUnit('height');
  expect((await app.forward()).decidedHeight).toBe(1);
});

test('player: the tape is scrubbed with keys', async ({ app }) => {
  await app.open();
  await app.waitForHead(1);
  await app.rest();
  const tape = app.id('tape');
  const total = (await tape.getAttribute('max'))!;
  await tape.focus();
  await app.page.keyboard.press('Home');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '0');
  await app.page.keyboard.press('ArrowRight');
  await app.page.keyboard.press('ArrowRight');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '2');
  await app.page.keyboard.press('ArrowLeft');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '1');
  await app.page.keyboard.press('End');
  await expect(app.id('cursor')).toHaveAttribute('data-step', total);
  await app.page.keyboard.press('PageDown');
  await expect.poll(() => app.step()).toBeLessThan(Number(total));
});

test('player: the tape is scrubbed with the pointer, to the same picture each time', async ({ app }) => {
  await app.open();
  await app.waitForHead(1);
  await app.rest();
  const box = (await app.id('tape').boundingBox())!;
  const total = Number(await app.id('tape').getAttribute('max'));
  const at = (part: number): readonly [number, number] => [box.x + box.width * part, box.y + box.height / 2];
  await app.page.mouse.click(...at(0.5));
  await expect.poll(() => app.step()).toBeGreaterThan(total * 0.4);
  expect(await app.step()).toBeLessThan(total * 0.6);
  const middle = await app.moment();
  await app.page.mouse.move(...at(0.5));
  await app.page.mouse.down();
  await app.page.mouse.move(...at(0.2), { steps: 8 });
  await expect.poll(() => app.step()).toBeLessThan(total * 0.3);
  await app.page.mouse.move(...at(0.5), { steps: 8 });
  await app.page.mouse.up();
  await expect.poll(() => app.step()).toBe(middle.step);
  expect(await app.moment()).toEqual(middle);
});

test('player: the head is one jump away, and so is the beginning', async ({ app }) => {
  await app.open();
  await app.waitForHead(1);
  await app.rest();
  await app.id('jump-head').click();
  const head = Number(await app.id('head-time').getAttribute('data-us'));
  await expect(app.id('cursor')).toHaveAttribute('data-us', String(head - 1));
  const shown = await app.moment();
  expect(shown.step).toBe(Number(await app.id('tape').getAttribute('max')));
  expect(shown.decidedHeight).toBe(await app.numberOf('head-height'));
  await app.id('jump-start').click();
  expect((await app.moment()).step).toBe(0);
  await expect(app.id('decided-height')).toHaveText('0');
});
