// A real transaction from the form through gateway, mempool, gossip, proposal, re-execution and votes to the receipt; and every refusal, visibly.
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const send = async (
  app: Bicameral,
  order: { readonly demo?: string; readonly amount?: string; readonly account?: string } = {},
): Promise<void> => {
  await app.drawer('send');
  await app.id('send-account').selectOption(order.account ?? '0');
  await app.id('send-amount').fill(order.amount ?? '2.5');
  await app.id('send-demo').selectOption(order.demo ?? 'none');
  await app.id('send-submit').click();
};

/** Plays fast until the sent transaction has a stage. */
const playUntilStage = async (app: Bicameral, stage: string): Promise<void> => {
  await app.setSpeed('8');
  await app.play();
  await expect(app.page.locator(`[data-testid="tracked"] [data-testid="tx-stage"][data-stage="${stage}"]`).first()).toBeVisible({
    timeout: 60_000,
  });
  await app.pause();
};

test('send: a transfer goes all the way, its receipt and the balances show', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await send(app);
  await playUntilStage(app, 'committed');
  for (const stage of ['received', 'admitted', 'gossiped', 'proposed', 'executed', 'committed']) {
    await expect(app.page.locator(`[data-testid="tracked"] [data-stage="${stage}"]`).first(), stage).toBeVisible();
  }
  await expect(app.id('tx-hash').first()).toContainText('0x');
  await expect(app.id('receipt-status').first()).toBeVisible();
  await expect(app.id('receipt-fee').first()).toContainText('STRK');
  await app.drawer('transactions');
  const balance = Number((await app.id('balance-0').innerText()).replaceAll(',', ''));
  expect(balance).toBeLessThan(1000);
});

for (const [demo, code] of [
  ['signature', /PanicInValidate|ValidateFailure|InvalidSignature/],
  ['nonce_far', /InvalidTransactionNonce|NonceTooLarge/],
  ['bounds', /MaxGasPriceTooLow|GasPriceTooLow/],
  ['balance', /ResourcesBoundsExceedBalance/],
] as const) {
  test(`send: ${demo} is refused by the gateway with its code`, async ({ app }) => {
    await app.openPaused({ query: { scenario: 'all-well' } });
    await send(app, { demo });
    await playUntilStage(app, 'refused');
    await expect(app.page.locator('[data-testid="tracked"] [data-stage="refused"]').first()).toHaveAttribute('data-code', code);
  });
}

test('send: an old nonce is refused once the account has sent something', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await send(app, { account: '3' });
  await playUntilStage(app, 'committed');
  await send(app, { account: '3', demo: 'nonce_old' });
  await playUntilStage(app, 'refused');
  await expect(app.page.locator('[data-testid="tracked"] [data-stage="refused"]').first()).toHaveAttribute('data-code', /Nonce/);
});

test('send: an overdraft is included, reverted and charged', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await send(app, { demo: 'overdraft' });
  await playUntilStage(app, 'committed');
  await expect(app.id('tracked')).toContainText('ERC20: insufficient balance');
});

test('send: an address that is none and an amount that is none are refused before they leave the form', async ({ app }) => {
  await app.openPaused();
  await app.drawer('send');
  for (const [field, bad] of [
    ['send-receiver', '<img src=x onerror=alert(1)>'],
    ['send-receiver', `0x${'f'.repeat(64)}`],
    ['send-amount', '-1'],
    ['send-amount', '1e9'],
  ] as const) {
    const good = await app.id(field).inputValue();
    await app.id(field).fill(bad);
    await expect(app.id('send-problem'), bad).toBeVisible();
    await expect(app.id('send-submit')).toBeDisabled();
    await app.id(field).fill(good);
    await expect(app.id('send-problem')).toHaveCount(0);
  }
});
