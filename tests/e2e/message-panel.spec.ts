// The inspector of a message: decoded fields beside the bytes, and its causes.
import type { Locator } from '@playwright/test';
import { hexToBytes } from '../../core/base/hex.ts';
import { decodeVote } from '../../core/wire/vote.ts';
import { shortFelt } from '../../core/view/format.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, firstOf, payloadAt } from './oracle.ts';

/** A moment with votes on their way. */
const openWithVotes = async (app: Bicameral): Promise<void> => {
  await app.open({ payload: payloadAt(defaultRun(), firstOf(defaultRun(), 'locked', 0).t) });
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('in-flight').first()).toBeVisible();
};

const field = (app: Bicameral, name: string): Locator => app.id('fields').locator(`[data-testid="field"][data-name="${name}"]`);
const bytesShown = async (app: Bicameral): Promise<string> =>
  (await app.id('hex').locator('[data-offset]').allInnerTexts()).map((text) => text.trim()).join('');
/** Offsets of the lit bytes. */
const litBytes = (app: Bicameral): Promise<readonly number[]> =>
  app
    .id('hex')
    .evaluate((hex) =>
      [...hex.querySelectorAll<HTMLElement>('[data-offset]')]
        .filter((cell) => getComputedStyle(cell).backgroundColor !== 'rgba(0, 0, 0, 0)')
        .map((cell) => Number(cell.dataset['offset'])),
    );

test('message panel: a click on a vote in flight shows its fields and the very bytes that carry them', async ({ app }) => {
  await openWithVotes(app);
  const vote = app.page.getByRole('button', { name: /Precommit for/ }).first();
  await vote.click();
  await expect(app.id('message-panel')).toBeVisible();
  await expect(field(app, 'vote_type')).toContainText('Precommit (1)');
  const decoded = decodeVote(hexToBytes(await bytesShown(app)));
  expect(decoded.ok).toBe(true);
  if (!decoded.ok) return;
  const { value } = decoded.value;
  expect(value).toMatchObject({ voteType: 'precommit', height: 1, round: 0 });
  await expect(field(app, 'height')).toContainText(String(value.height));
  await expect(field(app, 'proposal_commitment')).toContainText(`0x${value.commitment!.toString(16)}`);
  await expect(field(app, 'voter')).toContainText(`0x${value.voter.toString(16)}`);
  await expect(app.id('message-panel')).toContainText(shortFelt(value.commitment!));
});

test('message panel: hovering a field lights its bytes and hovering a byte lights its field', async ({ app }) => {
  await openWithVotes(app);
  await app.page
    .getByRole('button', { name: /Precommit for/ })
    .first()
    .click();
  await expect(field(app, 'proposal_commitment')).toBeVisible();
  expect(await litBytes(app)).toEqual([]);
  for (const name of ['proposal_commitment', 'voter', 'height']) {
    await field(app, name).hover();
    await expect(field(app, name)).toHaveAttribute('data-lit', 'true');
    await expect.poll(() => litBytes(app)).not.toEqual([]);
    const lit = await litBytes(app);
    // One stretch, and each of its bytes leads back to the field.
    expect(lit).toEqual(lit.map((_, i) => lit[0]! + i));
    for (const offset of [lit[0]!, lit.at(-1)!]) {
      await app.id('hex').locator(`[data-offset="${offset}"]`).hover();
      await expect(app.id('fields').locator('[data-lit="true"]')).toHaveAttribute('data-name', name);
    }
  }
  await app.id('narration').hover();
  await expect(app.id('fields').locator('[data-lit="true"]')).toHaveCount(0);
  expect(await litBytes(app)).toEqual([]);
});

test('message panel: keyboard focus on a field lights its bytes as the pointer does', async ({ app }) => {
  await openWithVotes(app);
  await app.page
    .getByRole('button', { name: /Precommit for/ })
    .first()
    .focus();
  await app.page.keyboard.press('Enter');
  await field(app, 'voter').getByRole('button').focus();
  await expect(field(app, 'voter')).toHaveAttribute('data-lit', 'true');
  await expect.poll(() => litBytes(app)).not.toEqual([]);
});

test('message panel: each cause is a step to go to, and the chain leads to a root', async ({ app }) => {
  await openWithVotes(app);
  await app.page
    .getByRole('button', { name: /Precommit for/ })
    .first()
    .click();
  const causes = app.id('causes').getByTestId('cause-link');
  await expect(causes.first()).toBeVisible();
  const steps = await causes.evaluateAll((links) => links.map((link) => Number((link as HTMLElement).dataset['step'])));
  expect(steps.length).toBeGreaterThan(2);
  // Nearest cause first or last, but never out of order.
  expect([steps.toSorted((a, b) => a - b), steps.toSorted((a, b) => b - a)]).toContainEqual(steps);
  const [first, last] = [causes.first(), causes.last()];
  for (const link of [last, first]) {
    const text = (await link.innerText()).split('\n').at(-1)!;
    const step = (await link.getAttribute('data-step'))!;
    await link.click();
    await expect(app.id('cursor')).toHaveAttribute('data-step', step);
    await expect.poll(async () => (await app.id('narration').innerText()).replaceAll(/\s+/g, '')).toBe(text.replaceAll(/\s+/g, ''));
  }
});

test('message panel: the list of messages opens any of them, and leads to its arrival', async ({ app }) => {
  await openWithVotes(app);
  await app.id('tab-message').click();
  const rows = app.id('flying').getByTestId('message-row');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBe(await app.id('in-flight').count());
  const before = await app.us();
  await rows.first().click();
  await app.id('message-go').click();
  await expect.poll(() => app.us()).toBeGreaterThan(before);
  await expect(app.id('effects').getByTestId('cause-link').first()).toBeVisible();
  await app.id('message-back').click();
  await expect(app.id('landed').getByTestId('message-row').first()).toBeVisible();
});
