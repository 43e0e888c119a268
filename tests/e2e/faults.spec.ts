// Things are broken on purpose and taken back; the checks stay green and nothing is lost.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const goOn = async (app: Bicameral, height: number): Promise<void> => {
  await app.setSpeed('64');
  await app.play();
  await app.waitForDecided(height);
  await app.pause();
};

const CHECKS = ['agreement', 'validity', 'one_vote', 'lock_rule', 'decided_is_committed', 'equal_commitments'] as const;

const expectGreen = async (app: Bicameral): Promise<void> => {
  await app.drawer('checks');
  for (const name of CHECKS) await expect(app.id(`check-${name}`), name).toHaveAttribute('data-state', 'ok');
};

test('faults: a crashed validator is down, the others go on, and it comes back', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.drawer('faults');
  await app.id('crash-validator').selectOption('3');
  await app.id('crash').click();
  await goOn(app, 2);
  await expect(app.id('validator-4')).toContainText('down');
  await app.drawer('faults');
  await app.page.locator('[data-testid="active-fault"][data-fault="crash"]').getByTestId('fault-off').click();
  await app.setSpeed('8');
  await app.play();
  await expect(app.id('validator-4')).not.toContainText('down');
  await app.pause();
  await expectGreen(app);
});

test('faults: the next proposer lies, the validators vote nil, the next round decides; undo takes it back', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.chooseUnit('height');
  await app.forward();
  await app.drawer('faults');
  await app.id('lie').click();
  await expect(app.page.locator('[data-testid="active-fault"][data-fault="wrong_commitment"]')).toBeVisible();
  const height = (await app.numberOf('decided-height')) + 2;
  await goOn(app, height);
  await app.drawer('events');
  await expect(app.id('event-list')).toBeVisible();
  await app.drawer('faults');
  await app.id('faults-undo').click();
  await expect(app.page.locator('[data-testid="active-fault"][data-fault="wrong_commitment"]')).toHaveCount(0);
  await app.id('faults-redo').click();
  await expectGreen(app);
});

test('faults: dropped messages die on their way and are taken back', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.id('jump-start').click();
  await app.drawer('faults');
  await app.id('net-mode-drop').click();
  await app.id('net-from').selectOption('0');
  await app.id('net-what').selectOption('prevote');
  await app.id('net-do').click();
  await expect(app.page.locator('[data-testid="active-fault"][data-fault="drop"]')).toBeVisible();
  await goOn(app, 2);
  await app.drawer('faults');
  await app.page.locator('[data-testid="active-fault"][data-fault="drop"]').getByTestId('fault-off').click();
  await expect(app.page.locator('[data-testid="active-fault"][data-fault="drop"]')).toHaveCount(0);
  await expectGreen(app);
});

test('faults: delayed messages arrive later', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.id('jump-start').click();
  const before = await app.us();
  expect(before).toBe(0);
  await app.drawer('faults');
  await app.id('net-mode-delay').click();
  await app.id('net-amount').fill('500');
  await app.id('net-do').click();
  await expect(app.page.locator('[data-testid="active-fault"][data-fault="delay"]')).toBeVisible();
  await app.chooseUnit('height');
  const delayed = await app.forward();
  await app.id('faults-undo').click();
  await app.id('jump-start').click();
  const plain = await app.forward();
  expect(delayed.us).toBeGreaterThan(plain.us + 500_000);
});
