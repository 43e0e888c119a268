// The stage (experience.md D2-D4, D8, D14): what crosses a bridge, the rack, levels of detail, the vote matrix, and breaking things on the stage itself
// with mouse, finger and keys.
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, eventsOf, firstOf, payloadAt, simulateRun } from './oracle.ts';
import { keptEvents } from '../../core/view/timeline.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** Steps within which what is waited for must have happened. */
const STEPS_MAX = 60;

const cardOf = (app: Bicameral, validator: number): ReturnType<Bicameral['id']> => app.page.locator(`[data-card="${validator}"]`);

/** Opens the default run at a moment, paused. */
const openAt = async (app: Bicameral, us: number): Promise<void> => {
  await app.open({ payload: payloadAt(defaultRun(), us) });
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('stage-fit')).toBeVisible();
};

const centreOf = async (app: Bicameral, validator: number): Promise<{ readonly x: number; readonly y: number }> => {
  const box = (await cardOf(app, validator).boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

test('stage: the bridge shows the last request and answer, and holds the one that the batcher has not answered', async ({ app }) => {
  // While a proposer builds, its consensus pulls and waits.
  const streamed = firstOf(defaultRun(), 'txs_streamed', 1);
  await openAt(app, streamed.t + 200_000);
  const bridge = cardOf(app, 1).getByTestId('bridge');
  await expect(bridge).toContainText('Get');
  await expect(bridge).toContainText('Content');
  await expect(bridge).toContainText('Txs[1]');
  await expect(bridge.locator('[data-held="get_proposal_content"]')).toHaveCount(1);
  await expect(cardOf(app, 0).getByTestId('bridge').locator('[data-held]')).toHaveCount(0);
});

test('stage: the rack has a slot per message, and a dotted gap for one that was overtaken', async ({ app }) => {
  const buffered = [0, 1, 2, 3].flatMap((v) => eventsOf(defaultRun(), 'stream_part', v)).find((event) => event.outcome === 'buffered')!;
  expect(buffered, 'the run has a message that was overtaken').toBeDefined();
  await openAt(app, buffered.t);
  const slots = cardOf(app, Math.floor(buffered.p / 16))
    .getByTestId('rack')
    .locator('[data-slot]');
  await expect(slots).toHaveCount(buffered.messageId + 1);
  await expect(slots.nth(buffered.next)).toHaveAttribute('data-slot', 'missing');
  await expect(slots.nth(buffered.messageId)).toHaveAttribute('data-slot', buffered.part);
});

test('stage: two full nodes have no link with each other, and each has one with every validator', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'full-nodes' } });
  await expect(app.id('rf__edge-0-4')).toBeAttached();
  await expect(app.id(/^rf__edge-/)).toHaveCount((4 * 3) / 2 + 4 * 2);
  await expect(app.id('rf__edge-4-5')).toHaveCount(0);
});

test('stage: near, a card bears labels; far, it is a disc; and the camera comes back', async ({ app }) => {
  await app.openPaused();
  await expect(cardOf(app, 0).getByTestId('bridge')).toBeVisible();
  for (let i = 0; i < 6; i++) await app.id('stage-out').click();
  await expect(cardOf(app, 0).getByTestId('bridge')).toHaveCount(0);
  await expect(app.id('validator-1')).toBeVisible();
  await app.id('stage-fit').click();
  await expect(cardOf(app, 0).getByTestId('bridge')).toBeVisible();
  for (let i = 0; i < 3; i++) await app.id('stage-in').click();
  await expect(cardOf(app, 0).locator('[data-detail]')).toHaveAttribute('data-detail', 'labels');
});

test('stage: arrows go from validator to validator, and the menu crashes one chamber and starts it again', async ({ app }) => {
  await app.openPaused();
  await app.rest();
  await app.id('validator-1').focus();
  await app.page.keyboard.press('ArrowRight');
  await expect(app.id('validator-2')).toBeFocused();
  await app.page.keyboard.press('ArrowDown');
  await expect(app.id('validator-3')).toBeFocused();
  await app.page.keyboard.press('Shift+F10');
  await expect(app.id('menu-select')).toBeFocused();
  await app.page.keyboard.press('Escape');
  await expect(app.id('card-menu')).toHaveCount(0);
  await expect(app.id('validator-3')).toBeFocused();
  await app.page.keyboard.press('Shift+F10');
  await app.id('menu-crash-batcher').press('Enter');
  await app.forward();
  await expect(cardOf(app, 2).getByTestId('batcher-half')).toContainText('down');
  await expect(cardOf(app, 2).getByTestId('consensus-half')).not.toHaveClass(/chamber-down/);
  await expect(cardOf(app, 2).getByTestId('card-faults')).toContainText('Crash');
  await app.id('validator-3').click({ button: 'right' });
  await app.id('menu-restart').click();
  await app.forward();
  await expect(cardOf(app, 2).getByTestId('batcher-half')).not.toContainText('down');
});

test('stage: a validator that its batcher’s failure has stopped is started again with one click, and decides on', async ({ app }) => {
  const decided = firstOf(defaultRun(), 'decided', 0);
  await openAt(app, decided.t);
  await app.id('validator-1').click({ button: 'right' });
  await app.id('menu-crash-batcher').click();
  await app.chooseUnit('event');
  const half = cardOf(app, 0).getByTestId('consensus-half');
  for (let i = 0; i < STEPS_MAX && !(await half.getAttribute('class'))!.includes('chamber-down'); i++) await app.forward();
  await expect(half).toHaveClass(/chamber-down/);
  await app.id('validator-1').click();
  await expect(app.id('halted')).toBeVisible();
  await app.id('validator-1').click({ button: 'right' });
  await expect(app.id('menu-restart')).toContainText('Restart V1');
  await app.page.keyboard.press('Escape');
  await app.id('halted-restart').click();
  await expect(app.id('halted-restart')).toBeDisabled();
  for (let i = 0; i < STEPS_MAX && (await half.getAttribute('class'))!.includes('chamber-down'); i++) await app.forward();
  await expect(half).not.toHaveClass(/chamber-down/);
  await expect(app.id('halted')).toHaveCount(0);
  await app.chooseUnit('height');
  for (let i = 0; i < STEPS_MAX && !(await cardOf(app, 0).innerText()).includes('★H3'); i++) await app.forward();
  await expect(cardOf(app, 0)).toContainText('★H3');
});

test('stage: a line drawn with the mouse cuts the network, and messages die at it', async ({ app }) => {
  const voted = firstOf(defaultRun(), 'vote_cast', 1);
  await openAt(app, voted.t - 1_000);
  await app.id('stage-cut').click();
  const [left, right] = [await centreOf(app, 0), await centreOf(app, 1)];
  const bottom = await centreOf(app, 3);
  const x = (left.x + right.x) / 2;
  await app.page.mouse.move(x, left.y - 40);
  await app.page.mouse.down();
  await app.page.mouse.move(x, bottom.y, { steps: 5 });
  await expect(app.id('cut-tool').getByRole('status')).toContainText('Cut: V1 V4 | V2 V3');
  await app.page.mouse.move(x, bottom.y + 40);
  await app.page.mouse.up();
  await expect(app.id('cut-tool')).toHaveCount(0);
  await app.chooseUnit('event');
  await expect
    .poll(async () => {
      await app.forward();
      const titles = await app.id('in-flight').evaluateAll((list) => list.map((e) => e.getAttribute('title') ?? ''));
      return titles.some((title) => title.includes('dies on its way (Partition)'));
    })
    .toBe(true);
});

test('stage: the same cut by keys alone', async ({ app }) => {
  await app.openPaused();
  await app.rest();
  await app.id('stage-cut').press('Enter');
  await expect(app.id('cut-tool')).toBeFocused();
  for (const key of ['ArrowRight', 'ArrowLeft']) await app.page.keyboard.press(key);
  await expect(app.id('cut-tool').getByRole('status')).toContainText('V1 V4');
  await app.page.keyboard.press('Enter');
  await expect(app.id('cut-tool')).toHaveCount(0);
  await app.drawer('faults');
  await expect(app.id('active-fault').first()).toBeVisible();
});

test('stage: a fault is dragged from the palette onto a chamber and onto a link', async ({ app }) => {
  await app.openPaused();
  await app.rest();
  await app.drawer('faults');
  const drag = async (fault: string, to: { readonly x: number; readonly y: number }): Promise<void> => {
    await app.id(`fault-${fault}`).scrollIntoViewIfNeeded();
    const box = (await app.id(`fault-${fault}`).boundingBox())!;
    await app.page.mouse.move(box.x + 10, box.y + 8);
    await app.page.mouse.down();
    await app.page.mouse.move(to.x - 40, to.y);
    await app.page.mouse.move(to.x, to.y, { steps: 4 });
    await expect(app.id('drop-frame')).toBeVisible();
    await app.page.mouse.up();
    await expect(app.id('drop-frame')).toHaveCount(0);
  };
  const chamber = (await cardOf(app, 1).getByTestId('batcher-half').boundingBox())!;
  await drag('crash', { x: chamber.x + chamber.width / 2, y: chamber.y + 50 });
  await expect(cardOf(app, 1).getByTestId('card-faults')).toContainText('Crash');
  // Consensus may hear of it in a step of its own before the batcher's own step.
  for (let i = 0; i < 2; i++) await app.forward();
  await expect(cardOf(app, 1).getByTestId('batcher-half')).toContainText('down');
  await expect(cardOf(app, 1).getByTestId('consensus-half')).not.toHaveClass(/chamber-down/);
  const [above, below] = [await cardOf(app, 0).boundingBox(), await cardOf(app, 3).boundingBox()];
  // The link from V1 to V4 leaves the left chambers' ports straight down.
  await drag('delay', { x: above!.x + (above!.width * 56) / 272, y: (above!.y + above!.height + below!.y) / 2 });
  await expect(cardOf(app, 0).getByTestId('card-faults')).toContainText('Latency');
  await expect(cardOf(app, 3).getByTestId('card-faults')).toContainText('Latency');
});

test('stage: gossip is drawn only when asked for', async ({ app }) => {
  const sent = keptEvents(defaultRun().line).find((event) => event.kind === 'frame_sent' && event.topic === 'mempool')!;
  await openAt(app, sent.t + 1_000);
  const before = await app.id('in-flight').count();
  await app.id('stage-gossip').click();
  await expect(app.id('stage-gossip')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => app.id('in-flight').count()).toBeGreaterThan(before);
});

test('stage: beyond sixteen validators stand on rings beside the vote matrix, and messages are counted in bundles', async ({ app }) => {
  const oracle = simulateRun({ scenario: 'all-well:17', seed: 7 }, 2_000_000);
  const voted = firstOf(oracle, 'vote_cast', 1);
  await app.open({ query: { placement: 'inline' }, payload: payloadAt(oracle, voted.t + 5_000) });
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('vote-matrix')).toBeVisible();
  await expect(app.id('validator-17')).toBeVisible();
  await expect(app.page.getByTitle(/^16 × prevote .*from V2$/i)).toHaveCount(1);
  await app.id('vote-matrix').focus();
  await app.page.keyboard.press('ArrowUp');
  const first = await app.id('matrix-cell-text').innerText();
  expect(first).toMatch(/^V1, height 1/);
  await app.page.keyboard.press('PageDown');
  await expect(app.id('matrix-cell-text')).toHaveText(/^V11, height 1/);
  await app.page.keyboard.press('Enter');
  await expect(app.id('validator-panel')).toContainText('V11');
  expect(await axeFindings(app, 'stage')).toEqual([]);
});

test('stage: on a phone a long press opens the menu, and the tools are large enough for a thumb', async ({ freshApp }) => {
  const app = await freshApp(PHONE);
  await app.openPaused();
  for (const tool of ['in', 'out', 'fit', 'gossip', 'cut']) {
    const box = await app.id(`stage-${tool}`).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), tool).toBeGreaterThanOrEqual(44);
  }
  const box = (await app.id('validator-2').boundingBox())!;
  const session = await app.page.context().newCDPSession(app.page);
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await expect(app.id('card-menu')).toBeVisible();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(app.id('card-menu')).toBeInViewport({ ratio: 1 });
});

for (const lang of ['en', 'zh'] as const) {
  test(`stage: menu and cutting tool have no serious accessibility finding, ${lang}`, async ({ app }) => {
    await app.openPaused({ query: { lang } });
    await expect(app.id('stage-fit')).toBeVisible();
    await app.id('validator-1').click({ button: 'right' });
    await expect(app.id('card-menu')).toBeVisible();
    expect(await axeFindings(app), 'menu').toEqual([]);
    await app.page.keyboard.press('Escape');
    await app.id('stage-cut').click();
    expect(await axeFindings(app), 'tool').toEqual([]);
  });
}

test('stage: at rest the page asks for no animation frame, and synthetic messages are drawn while it is paused', async ({ app }) => {
  await app.openPaused();
  await app.rest();
  const asked = await app.page.evaluate(
    () =>
      new Promise<number>((done) => {
        const real = globalThis.requestAnimationFrame;
        let calls = 0;
        globalThis.requestAnimationFrame = (callback) => {
          calls++;
          return real(callback);
        };
        setTimeout(() => done(calls), 1_500);
      }),
  );
  expect(asked).toBe(0);
  await app.open({ query: { bench: '50' } });
  await expect.poll(() => app.id('stage-canvas').evaluate((e) => Number(e.dataset['drawn'] ?? 0))).toBeGreaterThan(20);
  await expect(app.id('play')).toHaveAttribute('data-playing', 'false');
});
