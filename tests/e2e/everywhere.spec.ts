// Ways to look at the page that are not the usual one: colours that the user has forced, text at twice its size, and no eyes at all.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

/** What a window of 1440 x 900 has left at 200 %. */
const ZOOMED = { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } as const;

const outlineOf = (app: Bicameral, testId: string): Promise<string> =>
  app.id(testId).evaluate((element) => getComputedStyle(element).outlineStyle);

test('everywhere: with forced colours, what is chosen and where the keyboard is are told by lines', async ({ freshApp }) => {
  const app = await freshApp({ forcedColors: 'active' });
  await app.openPaused();
  await app.drawer('faults');
  expect(await outlineOf(app, 'drawer-faults')).toBe('solid');
  expect(await outlineOf(app, 'drawer-story')).toBe('none');
  await app.page.keyboard.press('Tab');
  const focused = await app.page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  expect(focused).toBe('solid');
  const border = await app
    .id('stage')
    .locator('article')
    .first()
    .evaluate((card) => getComputedStyle(card).borderTopStyle);
  expect(border).toBe('solid');
});

test('everywhere: at 200 % nothing is cut off or lies over something else, and every sheet opens', async ({ freshApp }) => {
  const app = await freshApp(ZOOMED);
  await app.openPaused();
  const boxes = await Promise.all(
    ['cursor', 'decided-height', 'head-height', 'until'].map(async (id) => (await app.id(id).boundingBox())!),
  );
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1)) {
      const isApart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(isApart, JSON.stringify([a, b])).toBe(true);
    }
  for (const { x, width } of boxes) expect(x + width).toBeLessThanOrEqual(720);
  const sheets = await app.page
    .locator('nav [data-testid^="sheet-"]')
    .evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('data-testid')!));
  expect(sheets.length).toBeGreaterThan(9);
  for (const sheet of sheets) {
    await app.id(sheet).click();
    await expect(app.id('sheet')).toBeVisible();
    expect(await app.page.evaluate(() => document.scrollingElement!.scrollWidth), sheet).toBeLessThanOrEqual(720);
    await app.id('sheet-close').click();
  }
});

test('everywhere: read aloud, the player comes first (D15), then top bar, panels and stage as they stand', async ({ app }) => {
  await app.openPaused();
  const marks = ['play', 'share', 'drawer-story', 'story-panel', 'validator-1', 'tab-validator'];
  const order = await app.page.evaluate(
    (ids) =>
      ids.toSorted((a, b) => {
        const [first, second] = [a, b].map((id) => document.querySelector(`[data-testid="${id}"]`)!);
        return first!.compareDocumentPosition(second!) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
      }),
    marks.toReversed(),
  );
  expect(order).toEqual(marks);
});

/** Tabs on until the control has the focus; the page is never touched with a pointer. */
const tabTo = async (app: Bicameral, testId: string): Promise<void> => {
  for (let i = 0; i < 250; i++) {
    const at = await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid']);
    if (at === testId) return;
    await app.page.keyboard.press('Tab');
  }
  throw new Error(`no tab stop leads to ${testId}`);
};

const PANEL_BUTTONS = ['send', 'checks', 'transactions', 'events', 'stake', 'placement', 'faults'] as const;

test('everywhere: by keyboard alone every panel opens, a validator crashes, a branch begins and a link is made', async ({ app }) => {
  test.slow();
  const { keyboard } = app.page;
  await app.open({ query: { scenario: 'all-well' } });
  await app.waitForHead(2);
  await keyboard.press(' ');
  await expect(app.id('play')).toHaveAttribute('data-playing', 'false');
  await keyboard.press('Home');
  await keyboard.press('h');
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  for (const panel of PANEL_BUTTONS) {
    await tabTo(app, `drawer-${panel}`);
    await keyboard.press('Enter');
    await expect(app.id(`${panel}-panel`)).toBeVisible();
  }
  await tabTo(app, 'crash');
  await keyboard.press('Enter');
  await expect(app.id('interventions').locator('li')).toHaveCount(1);
  await keyboard.press('b');
  await expect(app.id('branch-count')).toHaveText('2 of 64');
  await tabTo(app, 'tab-validator');
  for (const tab of ['message', 'why'] as const) {
    await keyboard.press('ArrowRight');
    await expect(app.id(`tab-${tab}`)).toBeFocused();
    await expect(app.id(`tab-${tab}`)).toHaveAttribute('aria-selected', 'true');
  }
  await tabTo(app, 'share');
  await keyboard.press('Enter');
  await expect(app.id('share-link')).toHaveValue(/#s=/);
  await keyboard.press('Escape');
  await expect(app.id('share')).toBeFocused();
});

for (const size of [{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, ZOOMED]) {
  test(`everywhere: at ${size.viewport.width} pixels the story tells which run it is, and opens it again with another seed`, async ({
    freshApp,
  }) => {
    const app = await freshApp(size);
    await app.openPaused({ query: { scenario: 'all-well' } });
    await app.rest();
    await app.id('sheet-story').click();
    await expect(app.id('story-numbers')).toHaveText('n = 4 · f = 1 · quorum 3');
    await expect(app.id('story-fingerprint')).toHaveText(/^[\da-f]{32}$/);
    const before = await app.id('story-fingerprint').innerText();
    await app.id('story-seed').fill('x');
    await expect(app.id('story-restart')).toBeDisabled();
    await app.id('story-seed').fill('12');
    await app.id('story-restart').click();
    await expect(app.id('story-seed')).toHaveValue('12');
    await app.id('sheet-close').click();
    await app.waitForHead(1);
    await app.rest();
    await app.id('sheet-story').click();
    await expect(app.id('story-fingerprint')).toHaveText(/^[\da-f]{32}$/);
    await expect(app.id('story-fingerprint')).not.toHaveText(before);
  });
}

/** Pixels of a select that its arrow takes. */
const ARROW = 16;

/** Texts of the page's selects that have not the room they need beside the arrow. */
const cutSelects = (app: Bicameral): Promise<readonly string[]> =>
  app.page.locator('select:visible').evaluateAll(
    (selects, arrow) =>
      (selects as HTMLSelectElement[]).flatMap((select) => {
        const style = getComputedStyle(select);
        const context = document.createElement('canvas').getContext('2d')!;
        context.font = style.font;
        const text = select.selectedOptions[0]?.textContent ?? '';
        const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return context.measureText(text).width + arrow > room ? [`${select.dataset['testid']}: ${text}`] : [];
      }),
    ARROW,
  );

for (const lang of ['en', 'zh'] as const)
  test(`everywhere: selects show the whole of what is chosen, heads of tables stand apart (${lang})`, async ({ freshApp }) => {
    const desktop = await freshApp({ viewport: { width: 1440, height: 900 } });
    await desktop.openPaused({ query: { lang } });
    for (const panel of ['send', 'faults', 'events', 'stake']) {
      await desktop.drawer(panel);
      await expect(desktop.id(`${panel}-panel`)).toBeVisible();
      expect(await cutSelects(desktop), panel).toEqual([]);
    }
    const heads = await desktop
      .id('stake-members')
      .locator('th[scope="col"]')
      .evaluateAll((cells) =>
        cells.map((cell) => {
          const range = document.createRange();
          range.selectNodeContents(cell);
          const { left, right } = range.getBoundingClientRect();
          return { left, right };
        }),
      );
    expect(heads).toHaveLength(3);
    for (const [i, { left }] of heads.entries()) expect(left - (heads[i - 1]?.right ?? 0)).toBeGreaterThanOrEqual(8);
    const phone = await freshApp({ viewport: { width: 390, height: 844 }, hasTouch: true });
    await phone.openPaused({ query: { lang } });
    expect(await cutSelects(phone)).toEqual([]);
  });
