// Everything with the keyboard: each control is a tab stop in a sane order, and each shortcut of the help does what it says.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const PANELS = ['story', 'send', 'faults', 'checks', 'transactions', 'branches', 'events'] as const;

/** Marks every control that should be a tab stop and returns how many there are. */
const markControls = (): number => {
  const all = document.querySelectorAll<HTMLElement>('button, select, input, textarea, a[href], summary, [tabindex="0"]');
  const wanted = [...all].filter(
    (e) => e.tabIndex >= 0 && !e.matches(':disabled') && e.checkVisibility({ visibilityProperty: true }) && e.closest('[inert]') === null,
  );
  for (const [i, e] of wanted.entries()) e.dataset['wanted'] = String(i);
  return wanted.length;
};

type Stop = { readonly wanted: string; readonly testId: string; readonly region: string };

/** What has the focus; null when the page itself has it. */
const focused = (): Stop | null => {
  const e = document.activeElement;
  if (!(e instanceof HTMLElement) || e === document.body) return null;
  // The outermost one: cards and panels have headers of their own.
  let region: Element | null = null;
  for (let up: Element | null = e; up !== null; up = up.parentElement) {
    if (up.matches('header, nav, aside, main, footer, [data-testid="narration"]')) region = up;
  }
  return {
    wanted: e.dataset['wanted'] ?? e.outerHTML.slice(0, 80),
    testId: e.dataset['testid'] ?? '',
    region: `${region?.tagName ?? 'NONE'} ${region?.getAttribute('aria-label') ?? ''}`,
  };
};

/** Tabs once around the page, from its beginning; returns what was focused, in order. */
const tabAround = async (app: Bicameral): Promise<readonly Stop[]> => {
  const tab = async (): Promise<Stop | null> => {
    await app.page.keyboard.press('Tab');
    return app.page.evaluate(focused);
  };
  // Past the end first: where the tour begins depends on what was clicked last.
  while ((await tab()) !== null);
  const stops: Stop[] = [];
  for (let stop = await tab(); stop !== null && stops.length < 300; stop = await tab()) stops.push(stop);
  return stops;
};

test('keyboard: every control is a tab stop, and each region is passed once', async ({ app }) => {
  await app.openPaused();
  for (const panel of PANELS) {
    await app.drawer(panel);
    await expect(app.id(`${panel}-panel`)).toBeVisible();
    const count = await app.page.evaluate(markControls);
    const stops = await tabAround(app);
    expect(
      stops.map(({ wanted }) => wanted).toSorted((a, b) => Number(a) - Number(b)),
      panel,
    ).toEqual(Array.from({ length: count }, (_, i) => String(i)));
    const regions = stops.map(({ region }) => region).filter((region, i, list) => region !== list[i - 1]);
    expect(regions, panel).toEqual([...new Set(regions)]);
    // WCAG 2.2.2: what moves can be stopped without a search.
    expect(stops[0]!.testId, panel).toBe('play');
  }
});

test('keyboard: focus can be seen on every kind of control', async ({ app }) => {
  await app.openPaused();
  for (const id of ['play', 'scenario', 'seed', 'drawer-story', 'validator-1', 'tape', 'tab-validator', 'share']) {
    await app.id(id).focus();
    await app.page.keyboard.press('Shift+Tab');
    await app.page.keyboard.press('Tab');
    await expect(app.id(id)).toBeFocused();
    const seen = await app.id(id).evaluate((e) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    });
    expect(seen, id).toBe(true);
  }
});

test('keyboard: the shortcuts of the help do what they say', async ({ app }) => {
  await app.openPaused();
  const { keyboard } = app.page;
  const step = (): Promise<number> => app.step();
  await keyboard.press('Home');
  await expect.poll(step).toBe(0);
  await keyboard.press('ArrowRight');
  await expect.poll(step).toBe(1);
  await keyboard.press('ArrowLeft');
  await expect.poll(step).toBe(0);
  for (const [forward, back] of [
    ['Shift+ArrowRight', 'Shift+ArrowLeft'],
    ['.', ','],
    ['r', 'R'],
    ['h', 'H'],
  ] as const) {
    await keyboard.press(forward);
    await expect.poll(step, { message: forward }).toBeGreaterThan(0);
    await keyboard.press(back);
    await expect.poll(step, { message: back }).toBe(0);
  }
  await keyboard.press('l');
  await expect.poll(step).toBe(Number(await app.id('tape').getAttribute('max')));
  await keyboard.press(']');
  await expect(app.id('speed')).toHaveValue('2');
  await keyboard.press('[');
  await expect(app.id('speed')).toHaveValue('1');
  await keyboard.press('3');
  await expect(app.id('pick-2')).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('Escape');
  await expect(app.id('validator-3')).toHaveAttribute('aria-pressed', 'false');
  await keyboard.press('s');
  await expect(app.id('send-panel')).toBeVisible();
  await keyboard.press('f');
  await expect(app.id('faults-panel')).toBeVisible();
  await app.id('crash').click();
  await expect(app.id('interventions').locator('li')).toHaveCount(1);
  await keyboard.press('z');
  await expect(app.id('interventions').locator('li')).toHaveCount(0);
  await keyboard.press('Z');
  await expect(app.id('interventions').locator('li')).toHaveCount(1);
  await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await keyboard.press(' ');
  await expect(app.id('play')).toHaveAttribute('data-playing', 'true');
  await keyboard.press(' ');
  await expect(app.id('play')).toHaveAttribute('data-playing', 'false');
  await keyboard.press('?');
  await expect(app.id('help-dialog')).toBeVisible();
  await keyboard.press('Escape');
  await expect(app.id('help-dialog')).toHaveCount(0);
});

test('keyboard: single keys do nothing in a field, and nowhere once they are switched off', async ({ app }) => {
  await app.openPaused();
  const before = await app.step();
  await app.id('seed').focus();
  await app.page.keyboard.press('l');
  await app.page.keyboard.press('Home');
  expect(await app.step()).toBe(before);
  await app.page.keyboard.press('Escape');
  await app.id('help').click();
  await app.id('shortcuts').uncheck();
  await app.id('help-dialog-close').click();
  await app.page.keyboard.press('Home');
  await app.page.keyboard.press('f');
  expect(await app.step()).toBe(before);
  await expect(app.id('faults-panel')).toHaveCount(0);
});

test('keyboard: a dialog keeps the focus and gives it back', async ({ app }) => {
  await app.openPaused();
  for (const dialog of ['help', 'share']) {
    await app.id(dialog).focus();
    await app.page.keyboard.press('Enter');
    await expect(app.id(`${dialog}-dialog`)).toBeVisible();
    for (let i = 0; i < 8; i++) {
      await app.page.keyboard.press('Tab');
      const outside = await app.page.evaluate(
        () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
      );
      expect(outside).toBe(false);
    }
    await app.page.keyboard.press('Escape');
    await expect(app.id(`${dialog}-dialog`)).toHaveCount(0);
    await expect(app.id(dialog)).toBeFocused();
  }
});

test('keyboard: the list of events is one tab stop; keys go through the run row by row', async ({ app }) => {
  await app.openPaused();
  await app.drawer('events');
  await app.id('event-kind').selectOption('steps');
  await app.id('jump-start').click();
  await app.id('event-list').focus();
  const current = app.id('event-list').locator('[aria-current="step"]');
  for (const [key, step] of [
    ['ArrowDown', 1],
    ['ArrowDown', 2],
    ['ArrowUp', 1],
    ['End', Number(await app.id('tape').getAttribute('max'))],
  ] as const) {
    await app.page.keyboard.press(key);
    await expect(app.id('cursor')).toHaveAttribute('data-step', String(step));
    await expect(current).toHaveAttribute('data-step', String(step));
    await expect(current).toBeInViewport();
  }
  await app.page.keyboard.press('PageUp');
  await expect.poll(() => app.step()).toBeLessThan(Number(await app.id('tape').getAttribute('max')) - 2);
  await app.page.keyboard.press('Home');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '0');
});
