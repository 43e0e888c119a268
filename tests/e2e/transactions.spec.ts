// A transfer from the page: its way from the RPC port to a block, and refusals that are told by their codes.
import { ACCOUNT_ADDRESSES } from '../../core/types/genesis.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const VALIDATORS = [0, 1, 2, 3] as const;

const [SENDER, RECEIVER, AMOUNT] = [2, 3, 250];

/** Fills in the form and sends at the cursor. */
const send = async (app: Bicameral, demo: string): Promise<void> => {
  await app.drawer('send');
  await app.id('send-account').selectOption(String(SENDER));
  await app.id('send-receiver').fill(`0x${ACCOUNT_ADDRESSES[RECEIVER]!.toString(16)}`);
  await app.id('send-amount').fill(String(AMOUNT));
  await app.id('send-validator').selectOption('1');
  await app.id('send-demo').selectOption(demo);
  await app.id('send-submit').click();
};

const playUntil = async (app: Bicameral, stage: string): Promise<void> => {
  await app.setSpeed('64');
  await app.play();
  await expect(app.id('tracked').locator(`[data-stage="${stage}"]`).first()).toBeVisible();
  await app.pause();
};

const balance = async (app: Bicameral, account: number): Promise<number> =>
  Number((await app.id(`balance-${account}`).innerText()).replaceAll(',', ''));

test('transactions: a transfer goes gateway, mempool, gossip, proposal, re-execution, commit; receipt and balances follow', async ({
  app,
}) => {
  await app.openPaused();
  await app.drawer('transactions');
  const before = [await balance(app, SENDER), await balance(app, RECEIVER)];
  await send(app, 'none');
  await playUntil(app, 'admitted');
  await expect(app.id('tracked').getByTestId('tx-hash')).toHaveText(/^0x[0-9a-f]+…[0-9a-f]+$/);
  await playUntil(app, 'committed');
  await app.setSpeed('64');
  await app.play();
  await expect(app.id('tracked').locator('[data-stage="committed"]')).toHaveCount(VALIDATORS.length);
  await app.pause();
  const stages = await app
    .id('tracked')
    .getByTestId('tx-stage')
    .evaluateAll((list) =>
      list.map((e) => ({ kind: (e as HTMLElement).dataset['stage']!, validator: (e as HTMLElement).dataset['validator']! })),
    );
  const first = (kind: string): number => stages.findIndex((stage) => stage.kind === kind);
  const order = ['received', 'admitted', 'gossiped', 'proposed', 'executed', 'committed'].map((kind) => first(kind));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBe(0);
  expect(stages[0]!.validator).toBe('1');
  // The others know it by gossip, execute it themselves, and every one commits it.
  for (const kind of ['received', 'admitted', 'executed', 'committed']) {
    const where = stages.filter((stage) => stage.kind === kind).map((stage) => Number(stage.validator));
    expect(
      [...new Set(where)].toSorted((a, b) => a - b),
      kind,
    ).toEqual([...VALIDATORS]);
  }
  await expect(app.id('receipt-status')).toHaveText('succeeded');
  await expect(app.id('receipt-fee')).toHaveText(/^0\.\d+ STRK$/);
  await app.drawer('transactions');
  // The scenario's own transfers move at most one STRK each.
  await expect.poll(() => balance(app, RECEIVER)).toBeGreaterThan(before[1]! + AMOUNT - 10);
  expect(await balance(app, SENDER)).toBeLessThan(before[0]! - AMOUNT + 10);
});

test('transactions: what becomes of it is a list of places to go to', async ({ app }) => {
  await app.openPaused();
  await send(app, 'none');
  await playUntil(app, 'admitted');
  const received = app.id('tracked').locator('[data-stage="received"]').first();
  const before = await app.step();
  await received.click();
  await expect.poll(() => app.step()).toBeLessThan(before);
  await expect(app.id('narration')).toContainText('A user sends a transaction to V2');
});

/** What is wrong, and the code that whoever refuses gives. */
const REFUSALS: readonly (readonly [string, string])[] = [
  ['signature', 'PanicInValidate'],
  ['nonce_far', 'InvalidTransactionNonce'],
  ['bounds', 'MaxGasPriceTooLow'],
  ['balance', 'ResourcesBoundsExceedBalance'],
];

test('transactions: what is wrong with one is told by the code with which the gateway refuses it', async ({ app }) => {
  await app.openPaused();
  for (const [demo, code] of REFUSALS) {
    await send(app, demo);
    await playUntil(app, 'refused');
    const refused = app.id('tracked').locator('[data-stage="refused"]');
    await expect(refused, demo).toHaveAttribute('data-code', code);
    await expect(refused, demo).toContainText(`refused by gateway: ${code}`);
    await expect(app.id('tracked').locator('[data-stage="admitted"]'), demo).toHaveCount(0);
  }
});

test('transactions: a nonce that was used is refused', async ({ app }) => {
  await app.openPaused();
  await send(app, 'none');
  await playUntil(app, 'committed');
  await send(app, 'nonce_old');
  await playUntil(app, 'refused');
  await expect(app.id('tracked').locator('[data-stage="refused"]')).toHaveAttribute('data-code', 'InvalidTransactionNonce');
});

test('transactions: more than the balance passes the gateway, reverts and pays its fee', async ({ app }) => {
  await app.openPaused();
  await send(app, 'overdraft');
  await playUntil(app, 'committed');
  await expect(app.id('receipt-status')).toContainText('reverted');
  await expect(app.id('receipt-fee')).toHaveText(/^0\.\d+ STRK$/);
});

test('transactions: a receiver or an amount that is none cannot be sent', async ({ app }) => {
  await app.openPaused();
  await app.drawer('send');
  const bad: readonly (readonly [string, string])[] = [
    ['send-receiver', 'hello'],
    ['send-receiver', `0x${'f'.repeat(64)}`],
    ['send-receiver', '<b>0x1</b>'],
    ['send-amount', '-1'],
    ['send-amount', '1e3'],
    ['send-amount', ''],
  ];
  for (const [field, text] of bad) {
    const good = await app.id(field).inputValue();
    await app.id(field).fill(text);
    await expect(app.id('send-problem'), `${field} ${text}`).toBeVisible();
    await expect(app.id('send-submit')).toBeDisabled();
    await app.id(field).fill(good);
    await expect(app.id('send-problem')).toHaveCount(0);
    await expect(app.id('send-submit')).toBeEnabled();
  }
});
