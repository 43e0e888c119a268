// Stake as the page shows it: committee, epochs, observers, proposers with their arithmetic, and a change of voting power; also by keyboard, on a phone, in
// Chinese and with a hundred validators.
import { axeFindings } from './axe.ts';
import { expect, test } from './fixture.ts';

const STAKE = { scenario: 'stake' } as const;

test('stake: committee, quorum, observers and epochs are those of the height', async ({ app }) => {
  await app.open({ query: STAKE });
  await app.waitForDecided(1);
  await app.rest();
  await app.drawer('stake');
  await expect(app.id('stake-epoch')).toHaveAttribute('data-epoch', '0');
  await expect(app.id('stake-epoch-next')).toContainText('Joins: V6');
  await expect(app.id('stake-members').getByTestId(/^stake-member-/)).toHaveCount(5);
  await expect(app.id('stake-member-0')).toHaveAttribute('data-weight', '40');
  await expect(app.id('stake-quorum')).toHaveAttribute('data-quorum', '74');
  await expect(app.id('stake-quorum-line')).toBeVisible();
  await expect(app.id('stake-observers')).toHaveAttribute('data-validators', '5,6');
  expect(await axeFindings(app)).toEqual([]);
});

test('stake: by keyboard the panel opens and the arithmetic unfolds', async ({ app }) => {
  await app.open({ query: STAKE });
  await app.waitForDecided(1);
  await app.rest();
  await app.page.keyboard.press('k');
  await expect(app.id('stake-panel')).toBeVisible();
  const round = app.id('stake-round-0');
  await round.locator('summary').focus();
  await app.page.keyboard.press('Enter');
  await expect(round.getByTestId('stake-lottery')).toContainText('mod total weight 110');
});

test('stake: voting power changes from a height on', async ({ app }) => {
  await app.open({ query: STAKE });
  await app.waitForDecided(1);
  await app.rest();
  await app.drawer('stake');
  await app.id('stake-validator').selectOption('1');
  await app.id('stake-weight').fill('x');
  await expect(app.id('stake-do')).toBeDisabled();
  await app.id('stake-weight').fill('77');
  await app.id('stake-do').click();
  await app.play();
  await expect(app.id('stake-member-1')).toHaveAttribute('data-weight', '77', { timeout: 30_000 });
});

test('stake: a hundred validators fit', async ({ app }) => {
  test.slow();
  await app.open({ query: { scenario: 'all-well:100' } });
  await app.drawer('stake');
  const members = app.id('stake-members').getByTestId(/^stake-member-/);
  await expect(members).toHaveCount(20, { timeout: 60_000 });
  await expect(app.id('stake-quorum')).toHaveAttribute('data-quorum', '67');
  await expect(app.id('stake-page')).toHaveText('1 to 20 of 100');
  await expect(app.id('stake-page-before')).toBeDisabled();
  await expect(app.id('stake-quorum-line')).toHaveCount(0);
  await app.id('stake-page-quorum').focus();
  await app.page.keyboard.press('Enter');
  await expect(app.id('stake-page')).toHaveText('61 to 80 of 100');
  await expect(app.id('stake-quorum-line')).toBeVisible();
  const seen = new Set<string>();
  while (await app.id('stake-page-before').isEnabled()) await app.id('stake-page-before').click();
  for (let page = 0; page < 5; page++) {
    for (const row of await members.all()) seen.add((await row.getAttribute('data-testid')) ?? '');
    if (page < 4) await app.id('stake-page-after').click();
  }
  expect(seen.size).toBe(100);
  await expect(app.id('stake-page-after')).toBeDisabled();
  await app.pause();
  await app.id('stake-round-0').or(app.id('stake-round-1')).first().locator('summary').click();
  await expect(app.id('stake-panel')).toContainText('V1–V100');
  expect(await axeFindings(app)).toEqual([]);
});

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });
  test('stake: the sheet of a phone shows it in Chinese, without findings', async ({ app }) => {
    await app.open({ query: { ...STAKE, lang: 'zh' } });
    await app.waitForDecided(1);
    await app.rest();
    await app.id('sheet-stake').click();
    await expect(app.id('stake-observers')).toContainText('不投票');
    expect(await axeFindings(app)).toEqual([]);
  });
});
