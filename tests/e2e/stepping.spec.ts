// Stepping until a condition, into one validator and along what is followed: each forward, and exactly back again.
import { axeFindings } from './axe.ts';
import type { Bicameral, Moment } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { validatorOf } from '../../core/types/ids.ts';
import { defaultRun, eventsOf, firstOf, payloadAt, simulateRun } from './oracle.ts';

/** Paused at a moment of the default run. */
const openAt = async (app: Bicameral, us: number): Promise<void> => {
  await app.open({ payload: payloadAt(defaultRun(), us) });
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('until')).toBeVisible();
};

const untilOnce = async (app: Bicameral, text: string, direction: 'forward' | 'back' = 'forward'): Promise<Moment> => {
  const before = await app.step();
  await app.id('until-input').fill(text);
  await app.id(`until-${direction}`).click();
  await expect.poll(() => app.step(), { message: text }).not.toBe(before);
  return app.moment();
};

test('stepping: until a condition goes to the step in which it becomes true, and back to where it came from', async ({ app }) => {
  const run = defaultRun();
  await openAt(app, 0);
  const start = await app.moment();
  await app.page.keyboard.press('u');
  await expect(app.id('until-input')).toBeFocused();
  await untilOnce(app, 'V3 locks');
  // The stream of the proposal on the cards is drawn by a part of the page that comes later.
  await expect(app.page.locator('[aria-label^="Stream of the proposal"]').first()).toBeVisible();
  const locked = await app.moment();
  expect(locked.us).toBe(firstOf(run, 'locked', 2).t);
  const decided = await untilOnce(app, 'V2 decides height 2');
  expect(decided.us).toBe(eventsOf(run, 'decided', 1)[1]!.t);
  expect(await untilOnce(app, 'V2 decides height 2', 'back')).toEqual(locked);
  expect(await untilOnce(app, 'V3 locks', 'back')).toEqual(start);
  const round = await untilOnce(app, 'round >= 1 and not V1 down');
  expect(round.us).toBe(Math.min(...[0, 1, 2, 3].map((v) => eventsOf(run, 'round_entered', v).find((e) => e.round === 1)!.t)));
});

test('stepping: a wrong condition is told with its place, and changes nothing', async ({ app }) => {
  await openAt(app, 1_000_000);
  const before = await app.moment();
  await app.id('until').click();
  for (const [text, code, at] of [
    ['V9 locks', 'NoSuchNode', '0'],
    ['V1 locks <script>', 'UnexpectedWord', '9'],
    ['V1 locks <script>alert(1)</script>', 'UnknownCharacter', '26'],
    ['V1 locks;', 'UnknownCharacter', '8'],
    ['height = ', 'UnexpectedEnd', '9'],
    ['('.repeat(200), 'TooDeep', '32'],
    ['x'.repeat(900), 'TooLong', '400'],
  ] as const) {
    await app.id('until-input').fill(text);
    await app.id('until-input').press('Enter');
    await expect(app.id('until-error')).toHaveAttribute('data-code', code);
    if (code !== 'TooDeep') await expect(app.id('until-error')).toHaveAttribute('data-at', at);
  }
  await app.id('until-close').click();
  await expect(app.id('until')).toBeFocused();
  expect(await app.moment()).toEqual(before);
});

test('stepping: examples are to click, conditions are remembered, and a search without an end says how far it looked', async ({ app }) => {
  await openAt(app, 1_000_000);
  await app.id('until').click();
  await app.id('until-grammar').locator('summary').click();
  await app
    .id('until-example')
    .filter({ hasText: /^V1 votes nil$/ })
    .click();
  await expect(app.id('until-input')).toHaveValue('V1 votes nil');
  await untilOnce(app, 'V1 votes nil');
  await app.page.reload();
  await expect(app.id('until')).toBeVisible();
  await app.id('until').click();
  await expect(app.id('until-recent')).toContainText('V1 votes nil');
  await app.id('until-input').fill('decisions differ');
  await app.id('until-back').click();
  await expect(app.id('missed')).toContainText('never became true');
  await app.id('until-forward').click();
  await expect(app.id('missed')).toContainText(/none within 1[12]\d s/, { timeout: 120_000 });
});

test('stepping: Alt keeps a step in the selected validator, the toggle all of them, and back is exact', async ({ app }) => {
  await openAt(app, 1_000_000);
  await app.page.keyboard.press('3');
  await expect(app.id('only-one')).toHaveText('only V3');
  const start = await app.moment();
  const sentences: string[] = [];
  for (let i = 0; i < 5; i++) {
    const before = await app.step();
    await app.page.keyboard.press('Alt+ArrowRight');
    await expect.poll(() => app.step()).toBeGreaterThan(before);
    sentences.push((await app.moment()).narration);
  }
  for (let i = 0; i < 5; i++) {
    const before = await app.step();
    await app.page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => app.step()).toBeLessThan(before);
  }
  expect(await app.moment()).toEqual(start);
  await app.id('only-one').click();
  await expect(app.id('only-one')).toHaveAttribute('aria-pressed', 'true');
  await app.chooseUnit('event');
  for (let i = 0; i < 5; i++) expect((await app.forward()).narration).toBe(sentences[i]);
  for (let i = 0; i < 5; i++) await app.back();
  expect(await app.moment()).toEqual(start);
  await app.chooseUnit('height');
  expect((await app.forward()).us).toBe(firstOf(defaultRun(), 'decided', 2).t);
});

test('stepping: a transaction is followed from its arrival to every commit', async ({ app }) => {
  const run = defaultRun();
  const received = [0, 1, 2, 3]
    .flatMap((v) => eventsOf(run, 'tx_received', v))
    .filter((event) => event.from === 'rpc')
    .toSorted((x, y) => x.t - y.t)[0]!;
  await openAt(app, received.t);
  await app.drawer('transactions');
  await app.id('tx-row').last().click();
  await app.id('tx-follow').click();
  await expect(app.id('following')).toContainText('following 0x');
  await app.chooseUnit('event');
  const start = await app.moment();
  const commits = [0, 1, 2, 3].map(
    (v) => eventsOf(run, 'block_committed', v).find((event) => event.txs.some((tx) => tx.hash === received.hash))!.t,
  );
  const seen: number[] = [];
  for (let i = 0; i < 80 && !commits.every((t) => seen.includes(t)); i++) seen.push((await app.forward()).us);
  expect(seen).toEqual(expect.arrayContaining(commits));
  expect(seen.length).toBeLessThan(60);
  for (let i = 0; i < seen.length; i++) await app.back();
  expect(await app.moment()).toEqual(start);
  await app.id('unfollow').click();
  await expect(app.id('following')).toHaveCount(0);
});

test('stepping: a proposal is followed from a message of it', async ({ app }) => {
  const run = defaultRun();
  await openAt(app, firstOf(run, 'locked', 0).t);
  await app.id('in-flight').first().click();
  await app.id('message-follow').click();
  await expect(app.id('following')).toHaveText(/height 1, round 0/);
  await app.chooseUnit('height');
  await app.forward();
  await app.chooseUnit('event');
  await app.forward();
  await expect(app.id('message-follow')).toHaveAttribute('aria-pressed', 'true');
});

test('stepping: a full node can be named in a condition', async ({ app }) => {
  const run = simulateRun({ scenario: 'full-nodes', seed: 7 }, 12_000_000);
  await app.open({ payload: payloadAt(run, 0) });
  await expect(app.id('link-identical')).toBeVisible();
  await app.id('until').click();
  const synced = await untilOnce(app, 'N2 syncs');
  expect(synced.us).toBe(firstOf(run, 'synced', run.line.validators + 1).t);
  await app.id('until-input').fill('N3 syncs');
  await app.id('until-forward').click();
  await expect(app.id('until-error')).toHaveAttribute('data-code', 'NoSuchNode');
});

/** The node whose card the middle of the stage lies on, or null. */
const inTheMiddle = (app: Bicameral): Promise<number | null> =>
  app.page.evaluate(() => {
    const stage = document.querySelector('[data-testid="stage"]')!.getBoundingClientRect();
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    const card = [...document.querySelectorAll<HTMLElement>('[data-card]')].find((element) => {
      const box = element.getBoundingClientRect();
      return x > box.left && x < box.right && y > box.top && y < box.bottom;
    });
    return card === undefined ? null : Number(card.dataset['card']);
  });

/** The arrival of the first transaction at a gateway. */
const firstArrival = (): { readonly t: number; readonly hash: bigint } =>
  [0, 1, 2, 3]
    .flatMap((v) => eventsOf(defaultRun(), 'tx_received', v))
    .filter((event) => event.from === 'rpc')
    .toSorted((x, y) => x.t - y.t)[0]!;

const followFirst = async (app: Bicameral): Promise<ReturnType<typeof firstArrival>> => {
  const received = firstArrival();
  await openAt(app, received.t);
  await app.drawer('transactions');
  await app.id('tx-row').last().click();
  await app.id('tx-follow').click();
  return received;
};

/** Where the run says that a transaction is after so many steps: at the node of its last stage; null while it travels. */
const nodeOf = (hash: bigint, cursor: number): number | null => {
  const { line } = defaultRun();
  const us = line.times[cursor - 1]!;
  const travels = line.messages.messages.some(
    ({ what, sentAt, arriveAt }) => what.kind === 'transaction' && what.hash === hash && sentAt <= us && (arriveAt ?? 0) > us,
  );
  const life = [...line.transactions.lives.values()].find((one) => one.hash === hash)!;
  return travels ? null : (life.stages.findLast((stage) => stage.step <= cursor)?.validator ?? null);
};

test('stepping: the camera stays with a transaction that is followed, in every step', async ({ app }) => {
  const { hash } = await followFirst(app);
  await app.chooseUnit('event');
  const seen = new Set<number>();
  for (let i = 0; i < 24; i++) {
    const { step } = await app.forward();
    const expected = nodeOf(hash, step);
    if (expected === null) continue;
    await expect.poll(() => inTheMiddle(app), { message: `step ${step}` }).toBe(expected);
    seen.add(expected);
  }
  expect(seen.size).toBeGreaterThan(1);
});

test('stepping: while playing the camera stays with a transaction that is followed', async ({ app }) => {
  const { hash } = await followFirst(app);
  await app.setSpeed('0.5');
  await app.play();
  const seen = new Set<number>();
  let checked = 0;
  for (let i = 0; i < 200 && (checked < 12 || seen.size < 2); i++) {
    const before = await app.step();
    const middle = await inTheMiddle(app);
    if (before !== (await app.step()) || before === 0) continue;
    const expected = nodeOf(hash, before);
    if (expected === null) continue;
    expect(middle, `step ${before}`).toBe(expected);
    seen.add(expected);
    checked++;
  }
  expect([checked >= 12, seen.size >= 2]).toEqual([true, true]);
});

test('stepping: the camera goes with a proposal, to the node of each step; while playing, amid what travels of it', async ({ app }) => {
  const run = defaultRun();
  await openAt(app, firstOf(run, 'locked', 0).t);
  await app.id('in-flight').first().click();
  await app.id('message-follow').click();
  await expect(app.id('following')).toBeVisible();
  await app.chooseUnit('event');
  const nodes = new Set<number>();
  for (let i = 0; i < 8; i++) {
    const { step } = await app.forward();
    const node = validatorOf(run.line.events[run.line.starts[step - 1]!]!.p);
    await expect.poll(() => inTheMiddle(app), { message: `step ${step}` }).toBe(node);
    nodes.add(node);
  }
  expect(nodes.size).toBeGreaterThan(1);
  const places = new Set<string>();
  await app.setSpeed('0.25');
  await app.play();
  for (let i = 0; i < 40 && places.size < 3; i++) {
    const box = (await app.id('validator-1').boundingBox())!;
    places.add(`${Math.round(box.x)} ${Math.round(box.y)}`);
    await app.page.waitForTimeout(100);
  }
  expect(places.size).toBeGreaterThanOrEqual(3);
});

for (const lang of ['en', 'zh'] as const) {
  test(`stepping: axe finds nothing serious in the field of the condition, ${lang}`, async ({ app }) => {
    await app.open({ query: { lang }, payload: payloadAt(defaultRun(), 1_000_000) });
    await app.id('until').click();
    await app.id('until-grammar').locator('summary').click();
    await app.id('until-input').fill('V9 locks');
    await app.id('until-forward').click();
    await expect(app.id('until-error')).toBeVisible();
    expect(await axeFindings(app)).toEqual([]);
  });
}
