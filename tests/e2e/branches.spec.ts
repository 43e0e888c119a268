// Branches: intervening in the past keeps what was there, the tree is drawn and worked with pointer and keyboard, two branches are compared side by side,
// and everything is there again at the next visit, or the visitor is told why not.
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

/** Crashes V2 at the cursor, which lies in the past of the head. */
const crashInThePast = async (app: Bicameral): Promise<void> => {
  await app.drawer('faults');
  await app.id('crash-validator').selectOption('1');
  await app.id('crash').click();
  await expect(app.id('interventions').locator('li')).not.toHaveCount(0);
};

/** At a decided height, paused, with a future. */
const openInThePast = async (app: Bicameral): Promise<void> => {
  await app.openPaused({ query: { scenario: 'all-well' }, headHeight: 2 });
  await app.chooseUnit('height');
  await app.forward();
  await app.rest();
};

test('branches: what is done in the past begins a branch; the old run stays and can be gone back to, at the same moment', async ({
  app,
}) => {
  await openInThePast(app);
  const before = await app.moment();
  await crashInThePast(app);
  await app.drawer('branches');
  await expect(app.id('branch-count')).toHaveText('2 of 64');
  await expect(app.id('branch-1')).toHaveAttribute('data-current', 'true');
  await expect(app.id('branch-1')).toContainText('V2 is down');
  await expect(app.id('tape-fork')).toHaveCount(1);
  await app.forward();
  const broken = await app.moment();

  await app.id('branch-0').click();
  await app.id('branch-switch').click();
  await expect(app.id('branch-0')).toHaveAttribute('data-current', 'true');
  const there = await app.moment();
  expect(there.us).toBe(broken.us);
  expect(there.fingerprint).not.toBe(broken.fingerprint);
  await app.id('branch-1').click();
  await app.id('branch-switch').click();
  expect(await app.moment()).toEqual(broken);

  await app.id('undo').click();
  await expect(app.id('branch-0')).toHaveAttribute('data-current', 'true');
  expect((await app.moment()).us).toBe(before.us);
  expect((await app.moment()).fingerprint).toBe(before.fingerprint);
  await app.id('redo').click();
  await expect(app.id('branch-1')).toHaveAttribute('data-current', 'true');
});

test('branches: they are named, deleted and brought back, with the keyboard alone', async ({ app }) => {
  await openInThePast(app);
  await crashInThePast(app);
  await app.id('undo').click();
  await app.page.locator('body').press('b');
  await expect(app.id('branches-panel')).toBeVisible();
  await app.id('branch-0').focus();
  await app.page.keyboard.press('ArrowDown');
  await expect(app.id('branch-1')).toBeFocused();
  await app.page.keyboard.press('F2');
  await expect(app.id('branch-name')).toBeFocused();
  await app.page.keyboard.type('<b>without V2</b>');
  await app.page.keyboard.press('Enter');
  await expect(app.id('branch-1')).toContainText('<b>without V2</b>');
  await app.id('branch-1').focus();
  await app.page.keyboard.press('Enter');
  await expect(app.id('branch-1')).toHaveAttribute('data-current', 'true');
  await app.page.keyboard.press('Delete');
  await expect(app.id('branch-1')).toHaveCount(0);
  await expect(app.id('branch-0')).toHaveAttribute('data-current', 'true');
  await app.id('branch-restore').click();
  await expect(app.id('branch-1')).toContainText('<b>without V2</b>');
});

test('branches: two of them side by side: first difference, blocks, votes, fingerprints; every row leads to its event', async ({ app }) => {
  await openInThePast(app);
  await crashInThePast(app);
  await app.rest();
  await app.drawer('branches');
  await app.id('branch-0').click();
  await app.id('branch-compare').click();
  await expect(app.id('compare-result')).toBeVisible();
  await expect(app.id('compare-first-a')).toContainText('The consensus process of V2 crashes');
  await expect(app.id('compare-heights').locator('tbody tr').first()).toHaveAttribute('data-same', 'true');
  await expect(app.id('compare-rounds').locator('tbody tr[data-same="false"]').first()).toBeVisible();
  const [a, b] = [await app.id('compare-fingerprint-a').innerText(), await app.id('compare-fingerprint-b').innerText()];
  expect([/^[0-9a-f]{32}$/.test(a), a === b]).toEqual([true, false]);
  await app.id('compare-only').check();
  await expect(app.id('compare-heights').locator('tbody tr[data-same="true"]')).toHaveCount(0);

  await app.id('compare-first-a').click();
  await expect(app.id('events-panel')).toBeVisible();
  await expect(app.id('narration')).toContainText('V2');
  await app.drawer('branches');
  await app.id('branch-0').click();
  await app.id('branch-compare').click();
  const other = app.id('compare-heights').locator('tbody tr').first().locator('td').nth(1).locator('button');
  await other.click();
  await expect(app.id('branch-0')).toHaveAttribute('data-current', 'true');
  expect((await app.moment()).decidedHeight).toBe(0);
});

for (const lang of ['en', 'zh'] as const) {
  test(`branches: axe has nothing serious to say about tree and comparison, ${lang}`, async ({ app }) => {
    await app.openPaused({ query: { scenario: 'all-well', lang }, headHeight: 1 });
    await crashInThePast(app);
    await app.drawer('branches');
    await app.id('branch-rename').click();
    expect(await axeFindings(app, 'branches-panel'), 'tree').toEqual([]);
    await app.id('branch-0').click();
    await app.id('branch-compare').click();
    await expect(app.id('compare-result')).toBeVisible();
    expect(await axeFindings(app, 'branches-panel'), 'comparison').toEqual([]);
  });
}

test('branches: they are there again at the next visit, with name and moment', async ({ app }) => {
  await openInThePast(app);
  await crashInThePast(app);
  await app.forward();
  await app.drawer('branches');
  await app.id('branch-rename').click();
  await app.id('branch-name').fill('kept');
  await app.id('branch-name-save').click();
  const left = await app.moment();
  await app.page.reload();
  await expect(app.id('notice-kept')).toContainText('2 branches');
  await app.id('notice-resume').click();
  await expect(app.id('notice-kept')).toHaveCount(0);
  const back = await app.moment();
  expect([back.us, back.fingerprint]).toEqual([left.us, left.fingerprint]);
  await app.drawer('branches');
  await expect(app.id('branch-1')).toContainText('kept');
  await expect(app.id('branch-1')).toHaveAttribute('data-current', 'true');
  await app.page.reload();
  await app.id('notice-forget').click();
  await app.page.reload();
  await app.waitForHead(1);
  await expect(app.id('notice-kept')).toHaveCount(0);
});

test('branches: redo goes on between branches after the page was loaded anew', async ({ app }) => {
  await openInThePast(app);
  await crashInThePast(app);
  await expect(app.id('undo')).toBeEnabled();
  await app.id('undo').click();
  await expect(app.id('redo')).toBeEnabled();
  await app.drawer('branches');
  await expect(app.id('branch-0')).toHaveAttribute('data-current', 'true');
  await app.page.reload();
  await app.id('notice-resume').click();
  await app.drawer('branches');
  await expect(app.id('branch-0')).toHaveAttribute('data-current', 'true');
  await app.id('redo').click();
  await expect(app.id('branch-1')).toHaveAttribute('data-current', 'true');
  await expect(app.id('redo')).toBeDisabled();
  await app.id('undo').click();
  await expect(app.id('branch-0')).toHaveAttribute('data-current', 'true');
});

test('branches: something done before the offer is answered does not cost what was kept', async ({ app }) => {
  await openInThePast(app);
  await crashInThePast(app);
  await expect
    .poll(() => app.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('bicameral.branches.')).length))
    .toBe(1);
  await app.page.reload();
  await expect(app.id('notice-kept')).toBeVisible();
  await app.waitForHead(1);
  await app.pause();
  await app.drawer('faults');
  await app.id('crash-validator').selectOption('2');
  await app.id('crash').click();
  await expect(app.id('notice-kept')).toHaveCount(0);
  await app.drawer('branches');
  await expect(app.id('branch-count')).toHaveText('3 of 64');
  await expect(app.id('branch-tree')).toContainText('V2 is down');
  await expect(app.id('branch-tree')).toContainText('V3 is down');
});

test('branches: a full storage is told, and the run goes on', async ({ app }) => {
  await app.page.addInitScript(() => {
    // Everything else that the page stores lasts as long as the page.
    Storage.prototype.setItem = (key: string): void => {
      if (key.startsWith('bicameral.branches.')) throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await openInThePast(app);
  await crashInThePast(app);
  await expect(app.id('notice-storage')).toContainText('storage is full');
  await app.forward();
  await app.drawer('branches');
  await expect(app.id('branch-count')).toHaveText('2 of 64');
});

test('branches: room is made in a storage that is really full, at the cost of other runs only', async ({ app }) => {
  await openInThePast(app);
  await app.page.evaluate(() => {
    localStorage.setItem('bicameral.drafts', JSON.stringify([{ title: 'mine', text: '{}' }]));
    // What is left after half of it and a draft, to the last character that fits.
    localStorage.setItem('bicameral.branches.other', 'x'.repeat(2_000_000));
    for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2))
      for (let i = 0; ; i++) {
        try {
          localStorage.setItem(`filler.${size}.${i}`, 'x'.repeat(size));
        } catch {
          break;
        }
      }
  });
  await crashInThePast(app);
  await expect(app.id('notice-storage')).toContainText('storage is full');
  await app.id('notice-make-room').click();
  await expect(app.id('notice-storage')).toHaveCount(0);
  const left = await app.page.evaluate(() => Object.keys(localStorage));
  expect(left).toContain('bicameral.drafts');
  expect(left).not.toContain('bicameral.branches.other');
  expect(left.filter((key) => key.startsWith('bicameral.branches.'))).toHaveLength(1);
  await app.page.reload();
  await expect(app.id('notice-kept')).toContainText('2 branches');
});

test('branches: rubbish in the storage is told and changes nothing', async ({ app }) => {
  await openInThePast(app);
  await crashInThePast(app);
  const keysOf = (): readonly string[] => Object.keys(localStorage).filter((key) => key.startsWith('bicameral.branches.'));
  await expect.poll(async () => (await app.page.evaluate(keysOf)).length).toBe(1);
  const [key = ''] = await app.page.evaluate(keysOf);
  // After the page has kept for the last time, before it reads.
  await app.page.addInitScript((name) => localStorage.setItem(name, '{"format":1,"branches":"<img src=x onerror=alert(1)>"}'), key);
  await app.page.reload();
  await expect(app.id('notice-kept-broken')).toContainText('could not be read');
  await app.waitForHead(1);
  expect(await app.page.locator('img').count()).toBe(0);
});
