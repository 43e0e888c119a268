// No serious or critical accessibility finding on any screen, in both themes and languages, on desktop and phone. The whole page is looked at once per
// dialog and once as it opens; a panel by itself.
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, firstOf, payloadAt } from './oracle.ts';

const DRAWERS = ['story', 'send', 'faults', 'checks', 'transactions', 'branches', 'events', 'placement', 'contracts'] as const;
const TABS = ['validator', 'message', 'why'] as const;
const DIALOGS = ['help', 'share'] as const;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** A moment with votes on their way, so that nothing is empty. */
const openFull = async (app: Bicameral, query: Readonly<Record<string, string>>): Promise<void> => {
  await app.open({ query, payload: payloadAt(defaultRun(), firstOf(defaultRun(), 'locked', 0).t) });
  await expect(app.id('link-identical')).toBeVisible();
};

const lookAtDialogs = async (app: Bicameral): Promise<void> => {
  for (const dialog of DIALOGS) {
    await app.id(dialog).click();
    await expect(app.id(`${dialog}-dialog`)).toBeVisible();
    expect(await axeFindings(app), dialog).toEqual([]);
    await app.id(`${dialog}-dialog-close`).click();
  }
};

for (const lang of ['en', 'zh'] as const) {
  test(`axe: desktop, ${lang}: main screen, every panel, message and dialog`, async ({ app }) => {
    await openFull(app, { lang });
    expect(await axeFindings(app), 'main').toEqual([]);
    for (const drawer of DRAWERS) {
      await app.drawer(drawer);
      await expect(app.id(`${drawer}-panel`)).toBeVisible();
      expect(await axeFindings(app, `${drawer}-panel`), drawer).toEqual([]);
    }
    for (const tab of TABS) {
      await app.id(`tab-${tab}`).click();
      expect(await axeFindings(app, 'inspector'), tab).toEqual([]);
    }
    await app.id('in-flight').first().click();
    await expect(app.id('hex')).toBeVisible();
    expect(await axeFindings(app, 'message-panel'), 'a message').toEqual([]);
    await lookAtDialogs(app);
  });

  test(`axe: phone, ${lang}: main screen, every sheet and dialog`, async ({ freshApp }) => {
    const app = await freshApp(PHONE);
    await openFull(app, { lang });
    expect(await axeFindings(app), 'main').toEqual([]);
    for (const sheet of [...DRAWERS, ...TABS]) {
      await app.id(`sheet-${sheet}`).click();
      await expect(app.id('sheet').locator(':scope > div > *').first()).toBeVisible();
      expect(await axeFindings(app, 'sheet'), sheet).toEqual([]);
      await app.id('sheet-close').click();
    }
    await lookAtDialogs(app);
  });
}

test('axe: a control without a name is found, and text of too little contrast in each theme', async ({ app }) => {
  await app.openPaused();
  await app.page.evaluate(() => {
    const [button, pale, dim] = [document.createElement('button'), document.createElement('p'), document.createElement('p')];
    pale.style.cssText = 'color: #ddd; background: #eee';
    dim.style.cssText = 'color: #222; background: #111';
    for (const text of [pale, dim]) text.textContent = 'read me';
    document.querySelector('main')?.append(button, pale, dim);
  });
  const found = await axeFindings(app);
  expect(found).toContainEqual(expect.stringMatching(/^light: button-name/));
  for (const theme of ['dark', 'light']) expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${theme}: color-contrast`)));
});
