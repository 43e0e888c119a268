// Looking into the execution of a committed transaction: executed again on the Cairo VM with the receipt of the block, its calls, every step both ways,
// what it changed; with keyboard, on a phone, in both languages.
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

/** Opens the newest transfer that is in a block. */
const lookInto = async (app: Bicameral): Promise<void> => {
  await app
    .id('tx-row')
    .filter({ hasText: 'succeeded' })
    .filter({ hasText: /#\d → #\d/ })
    .first()
    .click();
  await app.id('tx-execution').click();
  await expect(app.id('execution-moment')).toBeVisible();
};

const open = async (app: Bicameral): Promise<void> => {
  await app.openPaused({ query: { scenario: 'real-cairo' }, headHeight: 2 });
  await app.rest();
  await app.chooseUnit('height');
  await app.forward();
  await app.forward();
};

const pc = (app: Bicameral): Promise<string | null> => app.id('execution-moment').getAttribute('data-pc');
const isAt = (app: Bicameral, step: number): Promise<void> => expect(app.id('execution-moment')).toHaveAttribute('data-step', String(step));

test('execution: a transfer is executed again with the receipt of its block, and every step can be gone to and back from', async ({
  app,
}) => {
  await open(app);
  await app.drawer('transactions');
  await lookInto(app);
  await expect(app.id('execution-verdict')).toHaveAttribute('data-difference', '');
  await expect(app.id('execution-call')).toHaveText([/__validate__/, /__execute__/, /STRK\.transfer/, /STRK\.transfer/]);
  const first = await pc(app);
  const seen: (string | null)[] = [];
  for (let step = 1; step <= 5; step++) {
    await app.id('execution-forward').click();
    await isAt(app, step);
    seen.push(await pc(app));
  }
  for (let step = 4; step >= 1; step--) {
    await app.id('execution-back').click();
    await isAt(app, step);
    expect(await pc(app)).toBe(seen[step - 1]);
  }
  await app.id('execution-back').click();
  await isAt(app, 0);
  expect(await pc(app)).toBe(first);
  await expect(app.id('execution-back')).toBeDisabled();
});

test('execution: calls and syscalls lead to their steps; storage shows what was before and after', async ({ app }) => {
  await open(app);
  await app.drawer('transactions');
  await lookInto(app);
  await app.id('execution-call').nth(2).click();
  await expect(app.id('execution-call').nth(2)).toHaveAttribute('aria-current', 'true');
  const write = app.id('execution-syscall').filter({ hasText: 'StorageWrite' }).first();
  await expect(write).toContainText(/balance of #\d ← /);
  const step = Number(await write.locator('span').first().innerText());
  await write.click();
  await isAt(app, step);
  await expect(app.id('execution-words')).toContainText('A hint runs first');
  await expect(app.id('execution-diff').locator('tbody tr')).not.toHaveCount(0);
  await expect(app.id('execution-diff')).toContainText(/balance of #\d/);
  await expect(app.id('execution-diff')).toContainText('nonce');
  await app.id('execution-step').fill('17');
  await app.id('execution-step').press('Enter');
  await isAt(app, 17);
  await app.id('execution-dialog-close').click();
  await expect(app.id('execution-dialog')).toHaveCount(0);
});

test('execution: with the keyboard alone, and axe has nothing serious to say', async ({ app }) => {
  await open(app);
  await app.drawer('transactions');
  await lookInto(app);
  await app.page.keyboard.press('ArrowRight');
  await isAt(app, 1);
  await app.page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => Number(await app.id('execution-moment').getAttribute('data-step'))).toBeGreaterThan(1);
  await app.page.keyboard.press('Shift+ArrowLeft');
  await isAt(app, 0);
  expect(await axeFindings(app, 'execution-dialog')).toEqual([]);
  await app.page.keyboard.press('Escape');
  await expect(app.id('execution-dialog')).toHaveCount(0);
  await expect(app.id('tx-execution')).toBeFocused();
});

test.describe('execution on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test('execution: nothing is wider than the screen', async ({ app }) => {
    await open(app);
    await app.id('sheet-transactions').click();
    await lookInto(app);
    const width = await app.id('execution-dialog').evaluate((e) => Math.max(e.scrollWidth, e.getBoundingClientRect().width));
    expect(width).toBeLessThanOrEqual(390);
    await app.id('execution-forward').click();
    await isAt(app, 1);
    expect(await axeFindings(app, 'execution-dialog')).toEqual([]);
  });
});
