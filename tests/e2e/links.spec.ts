// Links: the same run anywhere, and nothing from a link is ever more than data.
import { strToU8, deflateSync } from 'fflate';
import { CORE_VERSION } from '../../core/sim/run.ts';
import { encodeShare } from '../../core/sim/share.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { payloadOf } from './bicameral.ts';
import { expect, test } from './fixture.ts';

const MARKUP = '<img src=x onerror="document.title=\'pwned\'"><script>document.title="pwned"</script>';
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

test('links: a copied link shows the identical run in a fresh browser, interventions included', async ({ app, freshApp }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await app.drawer('faults');
  await app.id('crash-validator').selectOption('2');
  await app.id('crash').click();
  await app.drawer('send');
  await app.id('send-submit').click();
  await app.chooseUnit('height');
  await app.forward();
  const here = await app.moment();
  const link = await app.shareLink();
  expect(link.length).toBeLessThan(2_000);
  const there = await freshApp();
  await there.open({ payload: payloadOf(link) });
  await expect(there.id('link-identical')).toBeVisible();
  const copy = await there.moment();
  expect(copy.fingerprint).toBe(here.fingerprint);
  expect(copy.us).toBe(here.us);
  expect(copy.decidedHeight).toBe(here.decidedHeight);
});

test('links: one whose fingerprint differs is said to be of another version', async ({ app }) => {
  const run = { scenario: 'all-well', seed: 7, interventions: [], coreVersion: CORE_VERSION };
  await app.open({ payload: encodeShare({ run, cursor: toTimeUs(1_000_000), fingerprint: 'deadbeefdeadbeef' }) });
  await expect(app.id('link-differs')).toBeVisible();
  await expect(app.id('link-differs')).toContainText('version');
});

for (const [name, payload] of [
  ['empty', ''],
  ['broken', '1.@@@'],
  ['foreign', 'hello-world'],
  ['markup in clear', encodeURIComponent(MARKUP)],
  ['markup inside', `1${base64url(deflateSync(strToU8(JSON.stringify({ s: MARKUP, seed: MARKUP, scenario: MARKUP, i: [MARKUP] }))))}`],
  ['very long', 'A'.repeat(100_000)],
] as const) {
  test(`links: ${name}: the default scenario opens, the page says what was wrong, nothing is interpreted`, async ({ app }) => {
    await app.open({ payload });
    await app.waitForHead(1);
    if (payload !== '') await expect(app.id('link-refused')).toBeVisible();
    await expect(app.id('scenario')).toHaveValue('quiet-proposer');
    expect(await app.page.title()).not.toBe('pwned');
    expect(await app.page.locator('img[src="x"]').count()).toBe(0);
  });
}

test('links: a truncated one is refused', async ({ app }) => {
  const run = { scenario: 'all-well', seed: 7, interventions: [], coreVersion: CORE_VERSION };
  const whole = encodeShare({ run, cursor: toTimeUs(1_000_000), fingerprint: '0123456789abcdef' });
  await app.open({ payload: whole.slice(0, Math.floor(whole.length / 2)) });
  await expect(app.id('link-refused')).toBeVisible();
  await app.waitForHead(1);
});

test('links: an unknown scenario with markup for a name opens the default one', async ({ app }) => {
  const run = { scenario: 'no-such', seed: 7, interventions: [], coreVersion: CORE_VERSION };
  await app.open({ payload: encodeShare({ run, cursor: toTimeUs(0), fingerprint: '0123456789abcdef' }) });
  await expect(app.id('link-refused')).toBeVisible();
  await expect(app.id('scenario')).toHaveValue('quiet-proposer');
});
