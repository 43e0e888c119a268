// No serious or critical accessibility finding on any screen, in both themes and languages, on desktop and phone. The whole page is looked at once per
// dialog and once as it opens; a panel by itself.
import { AxeBuilder } from '@axe-core/playwright';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, firstOf, payloadAt } from './oracle.ts';

const DRAWERS = ['story', 'send', 'faults', 'checks', 'transactions', 'branches', 'events', 'placement'] as const;
const TABS = ['validator', 'message', 'why'] as const;
const DIALOGS = ['help', 'share'] as const;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

type Violation = {
  readonly id: string;
  readonly impact?: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
};
type Results = { readonly violations: readonly Violation[]; readonly passes: readonly unknown[] };
type AxeGlobal = { readonly axe?: { readonly run: (context: object) => Promise<Results> } };

/** Looks at the whole page, or at what a test id names. The builder leaves axe in the page, where later looks of a test find it. */
const analyze = async (app: Bicameral, testId: string | undefined): Promise<Results> => {
  const isThere = await app.page.evaluate(() => (globalThis as AxeGlobal).axe !== undefined);
  // Legacy mode: no second page for frames, of which there are none.
  if (!isThere && testId === undefined) return new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
  return app.page.evaluate(async (id) => {
    const { violations, passes } = await (globalThis as AxeGlobal).axe!.run(
      id === undefined ? document : { include: [`[data-testid="${id}"]`] },
    );
    return JSON.parse(JSON.stringify({ violations, passes: passes.map(() => 0) })) as Results;
  }, testId);
};

/** Rule and elements of every serious or critical finding. */
const findings = async (app: Bicameral, testId?: string): Promise<readonly string[]> => {
  const { violations, passes } = await analyze(app, testId);
  expect(passes.length, 'something was looked at').toBeGreaterThan(3);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
};

/** A moment with votes on their way, so that nothing is empty. */
const openFull = async (app: Bicameral, query: Readonly<Record<string, string>>): Promise<void> => {
  await app.open({ query, payload: payloadAt(defaultRun(), firstOf(defaultRun(), 'locked', 0).t) });
  await expect(app.id('link-identical')).toBeVisible();
};

const lookAtDialogs = async (app: Bicameral): Promise<void> => {
  for (const dialog of DIALOGS) {
    await app.id(dialog).click();
    await expect(app.id(`${dialog}-dialog`)).toBeVisible();
    expect(await findings(app), dialog).toEqual([]);
    await app.id(`${dialog}-dialog-close`).click();
  }
};

for (const theme of ['light', 'dark'] as const) {
  for (const lang of ['en', 'zh'] as const) {
    test(`axe: desktop, ${theme}, ${lang}: main screen, every panel, message and dialog`, async ({ app }) => {
      await openFull(app, { theme, lang });
      expect(await findings(app), 'main').toEqual([]);
      for (const drawer of DRAWERS) {
        await app.drawer(drawer);
        await expect(app.id(`${drawer}-panel`)).toBeVisible();
        expect(await findings(app, `${drawer}-panel`), drawer).toEqual([]);
      }
      for (const tab of TABS) {
        await app.id(`tab-${tab}`).click();
        expect(await findings(app, 'inspector'), tab).toEqual([]);
      }
      await app.id('in-flight').first().click();
      await expect(app.id('hex')).toBeVisible();
      expect(await findings(app, 'message-panel'), 'a message').toEqual([]);
      await lookAtDialogs(app);
    });

    test(`axe: phone, ${theme}, ${lang}: main screen, every sheet and dialog`, async ({ freshApp }) => {
      const app = await freshApp(PHONE);
      await openFull(app, { theme, lang });
      expect(await findings(app), 'main').toEqual([]);
      for (const sheet of [...DRAWERS, ...TABS]) {
        await app.id(`sheet-${sheet}`).click();
        await expect(app.id('sheet').locator(':scope > div > *').first()).toBeVisible();
        expect(await findings(app, 'sheet'), sheet).toEqual([]);
        await app.id('sheet-close').click();
      }
      await lookAtDialogs(app);
    });
  }
}

test('axe: a control without a name is found', async ({ app }) => {
  await app.openPaused();
  await app.page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
  expect(await findings(app)).toEqual([expect.stringMatching(/^button-name/)]);
});
