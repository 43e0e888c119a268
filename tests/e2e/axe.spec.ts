// No serious or critical accessibility finding on any screen, in both themes and languages, on desktop and phone.
import { AxeBuilder } from '@axe-core/playwright';
import { type Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const DRAWERS = ['story', 'send', 'faults', 'checks', 'transactions', 'events'] as const;
const TABS = ['validator', 'message', 'why'] as const;
const SHEETS = ['story', 'validator', 'message', 'why', 'send', 'faults', 'checks', 'transactions', 'events'] as const;

/** Rule and elements of every serious or critical finding. */
const findings = async (app: Bicameral): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page: app.page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
};

for (const theme of ['light', 'dark'] as const) {
  for (const lang of ['en', 'zh'] as const) {
    test(`axe: desktop, ${theme}, ${lang}: main screen, every panel, tab and dialog`, async ({ app }) => {
      test.setTimeout(180_000);
      await app.openPaused({ query: { theme, lang } });
      for (const drawer of DRAWERS) {
        await app.drawer(drawer);
        expect(await findings(app), drawer).toEqual([]);
      }
      for (const tab of TABS) {
        await app.id(`tab-${tab}`).click();
        expect(await findings(app), tab).toEqual([]);
      }
      for (const dialog of ['help', 'share']) {
        await app.id(dialog).click();
        await expect(app.id(`${dialog}-dialog`)).toBeVisible();
        expect(await findings(app), dialog).toEqual([]);
        await app.id(`${dialog}-dialog-close`).click();
      }
    });
  }

  test(`axe: phone, ${theme}: main screen and every sheet`, async ({ freshApp }) => {
    const app = await freshApp({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await app.openPaused({ query: { theme } });
    expect(await findings(app), 'main').toEqual([]);
    for (const sheet of SHEETS) {
      await app.id(`sheet-${sheet}`).click();
      await expect(app.id('sheet')).toBeVisible();
      expect(await findings(app), sheet).toEqual([]);
      await app.id('sheet-close').click();
    }
  });
}
