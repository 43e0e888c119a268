// By hand: an inbox is held and delivered in another order, and a message is changed on its way to one receiver.
import { expect, test } from './fixture.ts';

test('inbox: held messages wait, change places, and are handled one by one', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.seekStep(0);
  await app.id('validator-1').click();
  await app.id('inbox-hold').click();
  const rows = app.id('inbox-row');
  await app.chooseUnit('event');
  await app.id('jump-head').click();
  await expect.poll(() => rows.count()).toBeGreaterThan(2);
  await app.rest();
  const before = await rows.evaluateAll((all) => all.map((row) => row.dataset['frame']));
  await rows.nth(1).getByTestId('inbox-up').click();
  await expect(rows.first()).toHaveAttribute('data-frame', before[1] ?? '');
  await rows.first().getByTestId('inbox-deliver').click();
  await expect(rows.first().getByTestId('inbox-deliver')).toHaveText('With the next step');
  const chosen = app.page.locator(`[data-testid="inbox-row"][data-frame="${before[1]}"]`);
  await expect(async () => {
    await app.forward();
    await expect(chosen).toHaveCount(0, { timeout: 200 });
  }).toPass();
  await expect(rows.first()).toHaveAttribute('data-frame', before[0] ?? '');
  await app.id('inbox-deliver-all').click();
  await app.id('inbox-release').click();
  await expect(app.id('inbox-hold')).toBeVisible();
});

test('edit: a byte changed on its way reaches one receiver, is shown beside what was sent, and can be undone', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.seekStep(0);
  await app.chooseUnit('phase');
  await app.id('validator-1').click();
  while ((await app.id('fact-step').innerText()) !== 'prevote') await app.forward();
  await app.id('tab-message').click();
  await app.id('flying').getByTestId('message-row').filter({ hasText: 'Prevote' }).first().click();
  const byte = app.id('hex').locator('[data-offset="1"]');
  const was = await byte.innerText();
  const other = was === 'ff' ? '00' : 'ff';
  await app.id('edit-offset').fill('1');
  await app.id('edit-hex').fill('not hex');
  await expect(app.id('edit-do')).toBeDisabled();
  await app.id('edit-hex').fill(other);
  await app.id('edit-do').click();
  await expect(app.id('bytes-changed')).toBeVisible();
  await expect(byte).toHaveText(other);
  await app.id('message-go').click();
  await app.rest();
  await expect(app.id('edit-go')).toBeVisible();
  await expect(byte).toHaveText(other);
  await app.id('bytes-sent').click();
  await expect(byte).toHaveText(was);
  await app.drawer('faults');
  await app.id('faults-undo').click();
  await expect(app.id('bytes-changed')).toHaveCount(0);
  await expect(byte).toHaveText(was);
});
