// Breaking things at the cursor, taking them back, and undoing the whole deed.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const users = (app: Bicameral): ReturnType<Bicameral['id']> => app.id('interventions').locator('li');
const active = (app: Bicameral, kind: string): ReturnType<Bicameral['id']> =>
  app.page.locator(`[data-testid="active-fault"][data-fault="${kind}"]`);
const badge = (app: Bicameral, validator: number): ReturnType<Bicameral['id']> => app.id(`validator-${validator + 1}`);

const openFaults = async (app: Bicameral): Promise<void> => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.chooseUnit('height');
  await app.drawer('faults');
};

test('faults: a crashed validator is down while the others go on, and comes back when it is taken back', async ({ app }) => {
  await openFaults(app);
  await app.forward();
  await app.id('crash-validator').selectOption('1');
  await app.id('crash').click();
  await expect(active(app, 'crash')).toHaveCount(1);
  const broken = await app.forward();
  expect(broken.decidedHeight).toBe(2);
  await expect(badge(app, 1)).toContainText('down');
  await expect(badge(app, 0)).not.toContainText('down');
  expect((await app.forward()).decidedHeight).toBe(3);
  await active(app, 'crash').getByTestId('fault-off').click();
  await expect(active(app, 'crash')).toHaveCount(0);
  await app.chooseUnit('event');
  await app.forward();
  await expect(badge(app, 1)).not.toContainText('down');
  await expect(users(app)).toHaveCount(2);
  await app.chooseUnit('height');
  expect((await app.forward()).decidedHeight).toBe(4);
});

test('faults: dropped messages never arrive, as tallies and the message itself say', async ({ app }) => {
  await openFaults(app);
  await app.id('net-mode-drop').click();
  await app.id('net-from').selectOption('0');
  await app.id('net-to').selectOption('1');
  await app.id('net-what').selectOption('precommit');
  await app.id('net-do').click();
  await expect(active(app, 'drop')).toContainText('precommits from V1 to V2');
  // V1 precommits at once after it locks; its card shows when.
  await app.chooseUnit('phase');
  await badge(app, 0).click();
  while ((await app.id('fact-step').innerText()) !== 'precommit') await app.forward();
  await app.id('tab-message').click();
  const dropped = app.id('flying').getByTestId('message-row').filter({ hasText: 'dropped' });
  await expect(dropped).toHaveCount(1);
  await dropped.click();
  await expect(app.id('message-panel')).toContainText('never at V2: a fault took it');
  await app.chooseUnit('height');
  await app.forward();
  await app.chooseUnit('event');
  await app.back();
  await active(app, 'drop').getByTestId('fault-off').click();
  await expect(active(app, 'drop')).toHaveCount(0);
});

test('faults: delayed messages arrive that much later', async ({ app }) => {
  await openFaults(app);
  await app.id('net-mode-delay').click();
  await app.id('net-amount').fill('700');
  await app.id('net-what').selectOption('prevote');
  await app.id('net-do').click();
  await expect(active(app, 'delay')).toContainText('delayed by 700 ms');
  await app.chooseUnit('phase');
  await badge(app, 0).click();
  while ((await app.id('fact-step').innerText()) !== 'prevote') await app.forward();
  await app.id('tab-message').click();
  const vote = app.id('flying').getByTestId('message-row').filter({ hasText: 'Prevote' }).first();
  await vote.click();
  await expect(app.id('message-panel')).toContainText('delayed');
  const secondsOf = async (name: string): Promise<number> => {
    const fact = app.id('message-panel').locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
    return Number.parseFloat(await fact.innerText());
  };
  const arrives = await secondsOf('arrives');
  expect(arrives - (await secondsOf('sent'))).toBeGreaterThan(0.7);
  await app.id('message-go').click();
  await expect(app.id('cursor')).toHaveAttribute('data-us', String(Math.round(arrives * 1_000_000)));
});

test('faults: a proposer that lies about its commitment gets nil votes and its height a second round', async ({ app }) => {
  await openFaults(app);
  await app.forward();
  const [, proposer, height] = /V(\d) at height (\d+)/.exec(await app.id('next-proposer').innerText())!;
  await app.id('lie').click();
  await expect(active(app, 'wrong_commitment')).toContainText(`V${proposer} lies about its commitment as proposer, height ${height}`);
  const witness = Number(proposer) % 4;
  await badge(app, witness).click();
  await app.chooseUnit('round');
  const fact = app.id('validator-panel');
  await expect(async () => {
    await app.forward();
    await expect(fact.getByTestId('tally-1-prevote')).toBeVisible({ timeout: 200 });
  }).toPass();
  await expect(fact.getByTestId('tally-0-prevote')).toHaveText(/nil 3 · not received 0|nil 4/);
  await app.chooseUnit('height');
  while ((await app.moment()).decidedHeight < Number(height)) await app.forward();
  await app.drawer('checks');
  await expect(app.page.locator('[data-testid^="check-"][data-state="broken"]')).toHaveCount(0);
});

test('faults: taking a lie back lets the next proposer be believed', async ({ app }) => {
  await openFaults(app);
  await app.forward();
  await app.id('lie').click();
  await active(app, 'wrong_commitment').getByTestId('fault-off').click();
  await expect(active(app, 'wrong_commitment')).toHaveCount(0);
  await expect(users(app)).toHaveCount(2);
  await app.id('validator-1').click();
  for (let i = 0; i < 2; i++) await app.forward();
  await expect(app.id('validator-panel')).toContainText(/height 3, round 0/);
});

test('faults: undo brings the earlier list and the earlier run back, redo the later one', async ({ app }) => {
  await openFaults(app);
  await app.forward();
  const undisturbed = await app.forward();
  await app.back();
  await app.id('crash-validator').selectOption('2');
  await app.id('crash').click();
  await expect(users(app)).toHaveCount(1);
  const disturbed = await app.forward();
  expect(disturbed.fingerprint).not.toBe(undisturbed.fingerprint);
  await app.id('faults-undo').click();
  await expect(users(app)).toHaveCount(0);
  await expect(active(app, 'crash')).toHaveCount(0);
  const again = await app.forward();
  expect(again).toEqual(undisturbed);
  await app.id('faults-redo').click();
  await expect(users(app)).toHaveCount(1);
  await app.rest();
  expect((await app.forward()).fingerprint).toBe(disturbed.fingerprint);
});

test('faults: a filter that is none cannot be set', async ({ app }) => {
  await openFaults(app);
  for (const [field, text] of [
    ['net-amount', '101'],
    ['net-amount', '0'],
    ['net-amount', 'all'],
    ['net-height', '0'],
    ['net-height', '-1'],
  ] as const) {
    const good = await app.id(field).inputValue();
    await app.id(field).fill(text);
    await expect(app.id('net-do'), `${field} ${text}`).toBeDisabled();
    await app.id(field).fill(good);
    await expect(app.id('net-do')).toBeEnabled();
  }
});

test('faults: the sentence says which messages are lost, and the tape tells own deeds from the scenario’s by shape', async ({ app }) => {
  await app.openPaused();
  await expect(app.id('tape-scenario')).toHaveCount(1);
  await expect(app.id('tape-own')).toHaveCount(0);
  await app.drawer('faults');
  await app.id('net-from').selectOption('0');
  await app.id('net-to').selectOption('1');
  await app.id('net-what').selectOption('precommit');
  await app.id('net-do').click();
  await expect(active(app, 'drop')).toHaveCount(1);
  await app.chooseUnit('event');
  await app.forward();
  await expect(app.id('narration')).toContainText('From now on messages are lost (precommits from V1 to V2, any height, 100 %)');
  await expect(app.id('tape-own')).toHaveCount(1);
  await expect(app.id('tape-scenario')).toHaveCount(1);
});
