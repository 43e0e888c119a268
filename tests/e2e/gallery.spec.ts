// The gallery: every scenario with its picture, filters, options, and what is opened from it.
import { CATALOGUE } from '../../core/scenarios/catalogue.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './fixture.ts';

test('gallery: every scenario stands there with a picture and its numbers, and a click opens it', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.id('gallery').click();
  await expect(app.id('gallery-dialog')).toBeVisible();
  for (const { id, validators } of CATALOGUE) {
    const card = app.id(`gallery-${id}`);
    await expect(card.locator('svg[viewBox]')).toHaveCount(1);
    await expect(card).toContainText(`${validators} validators`);
  }
  await expect(app.id('gallery-all-well')).toContainText('open now');
  await app.id('gallery-open-invalid-proposal').click();
  await expect(app.id('gallery-dialog')).toHaveCount(0);
  await expect(app.id('scenario')).toHaveValue('invalid-proposal');
  await app.waitForHead(1);
});

test('gallery: a filter leaves what is about it', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.id('gallery').click();
  await app.id('tag-stake').click();
  await expect(app.id('gallery-stake')).toBeVisible();
  await expect(app.id('gallery-all-well')).toHaveCount(0);
  await app.id('tag-all').click();
  await expect(app.id('gallery-count')).toContainText(String(CATALOGUE.length));
});

test('gallery: options make another network of the same scenario, and a wrong size is refused', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.id('gallery').click();
  await app.id('gallery-options-all-well').click();
  await app.id('gallery-size-all-well').fill('101');
  await expect(app.id('gallery-open-all-well')).toBeDisabled();
  await app.id('gallery-size-all-well').fill('5');
  await app.id('gallery-transport-all-well').selectOption('seed-stream');
  await app.id('gallery-batchers-all-well').selectOption('2');
  await app.id('gallery-open-all-well').click();
  await expect(app.id('stage').locator('.react-flow__node')).toHaveCount(5);
  await app.waitForHead(1);
  await app.rest();
  await expect(app.id('story-panel')).toContainText('bridge seed-stream');
});

for (const lang of ['en', 'zh'] as const) {
  test(`gallery: axe finds nothing serious, ${lang}`, async ({ app }) => {
    await app.openPaused({ query: { scenario: 'all-well', lang } });
    await app.id('gallery').click();
    await expect(app.id('gallery-stake')).toBeAttached();
    expect(await axeFindings(app, 'gallery-dialog')).toEqual([]);
  });
}
