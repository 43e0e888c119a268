// The command palette and the keys: everything by name, everything by key, keys of one's own.
import { axeFindings } from './axe.ts';
import { expect, test } from './fixture.ts';

test('palette: opens by key and button, finds an action by a few letters, and does it with Enter', async ({ app }) => {
  await app.openPaused();
  await app.page.keyboard.press('Control+k');
  const input = app.id('palette-input');
  await expect(input).toBeFocused();
  await expect(input).toHaveAttribute('role', 'combobox');
  await input.fill('fault pan');
  await expect(app.id('palette-list').getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await app.page.keyboard.press('Enter');
  await expect(app.id('palette-dialog')).toHaveCount(0);
  await expect(app.id('faults-panel')).toBeVisible();
  await app.id('seed').focus();
  await app.page.keyboard.press('Control+k');
  await expect(app.id('palette-dialog')).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(app.id('palette-dialog')).toHaveCount(0);
  await app.page
    .getByRole('button', { name: /All actions/ })
    .first()
    .click();
  await expect(app.id('palette-dialog')).toBeVisible();
});

test('palette: the arrows move the choice, and the field names it to a screen reader', async ({ app }) => {
  await app.openPaused();
  await app.page.keyboard.press('Control+k');
  const options = app.id('palette-list').getByRole('option');
  const active = (): Promise<string | null> => app.id('palette-input').getAttribute('aria-activedescendant');
  await expect(options.nth(0)).toHaveAttribute('aria-selected', 'true');
  await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('ArrowDown');
  await expect(options.nth(2)).toHaveAttribute('aria-selected', 'true');
  expect(await active()).toBe(await options.nth(2).getAttribute('id'));
  await app.page.keyboard.press('ArrowUp');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await app.id('palette-input').fill('zzzzqq');
  await expect(options).toHaveCount(0);
  expect(await active()).toBeNull();
  await app.page.keyboard.press('Enter');
  await expect(app.id('palette-dialog')).toBeVisible();
});

test('palette: steps, panels, validators, faults, scenarios, language, theme and share are all there and do what they say', async ({
  app,
}) => {
  await app.openPaused();
  const perform = async (id: string): Promise<void> => {
    await app.page.keyboard.press('Control+k');
    await app.id(`action-${id}`).click();
    await expect(app.id('palette-dialog')).toHaveCount(0);
  };
  await perform('start');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '0');
  await perform('event.forward');
  await expect(app.id('cursor')).toHaveAttribute('data-step', '1');
  await perform('drawer.checks');
  await expect(app.id('checks-panel')).toBeVisible();
  await perform('validator.2');
  await expect(app.id('pick-2')).toHaveAttribute('aria-pressed', 'true');
  await perform('fault.always_nil');
  await expect(app.id('fault-form-always_nil')).toBeVisible();
  await perform('unit.height');
  await expect(app.id('unit')).toHaveValue('height');
  await perform('theme.dark');
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await perform('share');
  await expect(app.id('share-dialog')).toBeVisible();
  await app.id('share-dialog-close').click();
  await perform('scenario.all-well');
  await expect(app.id('scenario')).toHaveValue('all-well');
  await perform('language.zh');
  await expect(app.page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
});

test('keys: a key is changed in the help, works, outlives a reload, and is reset', async ({ app }) => {
  await app.openPaused();
  await app.page.keyboard.press('?');
  await app.id('key-until').click();
  await app.page.keyboard.press('h');
  await expect(app.id('keys-refused')).toContainText('Forward: one height');
  await expect(app.id('key-until')).toContainText('u');
  await app.id('key-until').click();
  await app.page.keyboard.press('x');
  await expect(app.id('key-until')).toContainText('x');
  await expect(app.id('keys-refused')).toBeEmpty();
  await app.id('help-dialog-close').click();
  await app.page.keyboard.press('u');
  await expect(app.id('until-field')).toHaveCount(0);
  await app.page.keyboard.press('x');
  await expect(app.id('until-field')).toBeVisible();
  await app.page.reload();
  await app.waitForHead(1);
  await app.page.keyboard.press('x');
  await expect(app.id('until-field')).toBeVisible();
  await app.id('until-close').click();
  await app.page.keyboard.press('?');
  await expect(app.id('key-until')).toContainText('x');
  await app.id('keys-reset').click();
  await expect(app.id('key-until')).toContainText('u');
});

test('keys: Escape gives a change up, and neither digits nor Tab are taken', async ({ app }) => {
  await app.openPaused();
  await app.page.keyboard.press('?');
  await app.id('key-send').click();
  await app.page.keyboard.press('Escape');
  await expect(app.id('help-dialog')).toBeVisible();
  await expect(app.id('key-send')).toContainText('s');
  await app.id('key-send').click();
  await app.page.keyboard.press('4');
  await expect(app.id('keys-refused')).not.toBeEmpty();
  await expect(app.id('key-send')).toContainText('s');
});

for (const lang of ['en', 'zh'] as const) {
  test(`palette: axe finds nothing serious in palette and help, ${lang}`, async ({ app }) => {
    await app.openPaused({ query: { lang } });
    await app.page.keyboard.press('Control+k');
    await expect(app.id('palette-input')).toBeFocused();
    expect(await axeFindings(app), 'palette').toEqual([]);
    await app.page.keyboard.press('Escape');
    await app.page.keyboard.press('?');
    await app.id('key-until').click();
    await app.page.keyboard.press('h');
    expect(await axeFindings(app), 'help').toEqual([]);
  });
}
