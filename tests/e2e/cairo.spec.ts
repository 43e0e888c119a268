// Networks on the Cairo VM in the browser: the same run as on the command line, in workers and inline, and what the page says when a class file is not the
// one that belongs to it.
import { expect, test } from './fixture.ts';
import { payloadAt, simulateRun } from './oracle.ts';

const UNTIL_US = 7_000_000;
const SHOWN_US = 6_500_000;

for (const placement of ['workers', 'inline'])
  test(`cairo: the scenario is the run of the command line, ${placement}`, async ({ app }) => {
    const oracle = simulateRun({ scenario: 'real-cairo', seed: 7 }, UNTIL_US);
    await app.open({ payload: payloadAt(oracle, SHOWN_US), query: { placement } });
    await expect(app.id('link-identical')).toBeVisible();
  });

test('cairo: a class file of another version is refused with its name, and nothing runs', async ({ app, page }) => {
  await page.route('**/classes/erc20.casm.json', (route) => route.fulfill({ body: '{}', contentType: 'application/json' }));
  await app.open({ query: { scenario: 'real-cairo' } });
  await expect(app.id('problem-engine_missing')).toContainText('erc20.casm.json: other_version');
  await expect(app.id('head-height')).toHaveText('0');
});

test('cairo: a class file that does not come is named', async ({ app, page, watch }) => {
  for (const what of [/status 404: .*account\.casm\.json/, /request failed: .*account\.casm\.json/]) watch.expectComplaint(what);
  await page.route('**/classes/account.casm.json', (route) => route.fulfill({ status: 404 }));
  await app.open({ query: { scenario: 'real-cairo', placement: 'inline' } });
  await expect(app.id('problem-engine_missing')).toContainText('account.casm.json: 404');
});

for (const [scenario, state, text] of [
  ['shared-bug', 'broken', 'Height 2: cell'],
  ['one-faulty-engine', 'ok', ''],
] as const)
  test(`cairo: the second engine on ${scenario}`, async ({ app }) => {
    await app.openPaused({ query: { scenario }, headHeight: 3 });
    await app.drawer('checks');
    await expect(app.id('second-engine')).toHaveAttribute('data-state', state);
    if (text !== '') await expect(app.id('second-difference')).toContainText(text);
    await app.drawer('placement');
    await expect(app.id('placement-engines')).toContainText('Cairo VM with a bug');
  });
