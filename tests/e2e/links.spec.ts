// Links: the same run and moment anywhere, a plain word when they cannot be that, and no trust in what they hold.
import { deflateSync } from 'fflate';
import { type Bicameral, payloadOf } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, payloadAt, simulateRun } from './oracle.ts';

const MARKUP = '<img src=x onerror="globalThis.pwned=1;alert(1)"><script>globalThis.pwned=1</script>';
const pack = (value: unknown): string => `1${Buffer.from(deflateSync(Buffer.from(JSON.stringify(value)))).toString('base64url')}`;
const good = [1, 'quiet-proposer', 7, 1_000_000, '0123456789abcdef', []] as const;
const withField = (at: number, value: unknown): string => pack(good.map((old, i) => (i === at ? value : old)));
const bounds = [
  ['0', '1'],
  ['1', '1'],
  ['1', '1'],
];

const BAD: Readonly<Record<string, string>> = {
  'an empty one': '',
  'one cut off in the middle': payloadAt(defaultRun(), 1_700_000).slice(0, 30),
  'one with a changed character': `${payloadAt(defaultRun(), 1_700_000).slice(0, 20)}!${payloadAt(defaultRun(), 1_700_000).slice(21)}`,
  'one of another format': `9${payloadAt(defaultRun(), 1_700_000).slice(1)}`,
  'one that is text': 'hello-world',
  'one that is no run': pack({ hello: 'world' }),
  'one of a hundred thousand characters': `1${'A'.repeat(100_000)}`,
  'one that unpacks without end': pack('a'.repeat(10_000_000)),
  'markup itself': encodeURIComponent(MARKUP),
  'markup as version': withField(0, MARKUP),
  'markup as scenario': withField(1, MARKUP),
  'markup as seed': withField(2, MARKUP),
  'markup as cursor': withField(3, MARKUP),
  'markup as fingerprint': withField(4, MARKUP),
  'markup as interventions': withField(5, MARKUP),
  'markup as the kind of an intervention': withField(5, [[5, MARKUP, 1, ['crash', 0]]]),
  'markup as the kind of a fault': withField(5, [[5, 'f', 1, [MARKUP, 0]]]),
  'markup as a filter': withField(5, [[5, 'f', 1, ['drop', [MARKUP, MARKUP, MARKUP, MARKUP], 1]]]),
  'markup as a transaction': withField(5, [[5, 't', 0, [0, [[MARKUP, MARKUP, [MARKUP]]], null, '0', bounds, 0]]]),
  'an unknown scenario': withField(1, 'no-such-scenario'),
  'a validator that does not exist': withField(5, [[5, 'f', 1_000, ['crash', 9]]]),
  'the end of a fault that never began': withField(5, [[5, 'o', 1_234]]),
  'a prototype for a scenario': withField(1, 'constructor'),
};

/** The default run plays, the notice stands, nothing of the link became markup. */
const expectRefused = async (app: Bicameral, name: string): Promise<void> => {
  await expect(app.id('link-refused'), name).toBeVisible();
  await expect(app.id('scenario'), name).toHaveValue('quiet-proposer');
  await expect(app.id('seed'), name).toHaveValue('7');
  expect(await app.id('link-refused').innerText(), name).toContain('default scenario is shown');
  const injected = await app.page.evaluate(() => ({
    pwned: 'pwned' in globalThis,
    images: document.querySelectorAll('img, iframe, object, [onerror]').length,
    scripts: document.querySelectorAll('script:not([src])').length,
  }));
  expect(injected, name).toEqual({ pwned: false, images: 0, scripts: 0 });
};

test('links: a copied link opens the identical run at the same moment, interventions included', async ({ app, freshApp, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.openPaused();
  await app.chooseUnit('height');
  await app.forward();
  await app.drawer('faults');
  await app.id('crash-validator').selectOption('1');
  await app.id('crash').click();
  await expect(app.id('active-fault')).toHaveCount(2);
  await app.forward();
  const shown = await app.moment();
  await app.id('share').click();
  await app.id('share-copy').click();
  await expect(app.id('share-status')).toHaveText('Copied.');
  const link = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(await app.id('share-link').inputValue());

  const other = await freshApp({ colorScheme: 'dark' });
  await other.open({ payload: payloadOf(link) });
  await expect(other.id('link-identical')).toContainText(shown.fingerprint.slice(0, 16));
  await expect(other.id('play')).toHaveAttribute('data-playing', 'false');
  expect(await other.moment()).toMatchObject({ fingerprint: shown.fingerprint, us: shown.us, decidedHeight: shown.decidedHeight });
  await other.drawer('faults');
  await expect(other.id('interventions').locator('li')).toHaveCount(1);
});

test('links: short by default', async ({ app }) => {
  await app.openPaused();
  expect((await app.shareLink()).length - (app.page.url().split('#')[0] ?? '').length).toBeLessThanOrEqual(300);
});

test('links: one of another version says so plainly and shows what the run is here', async ({ app }) => {
  await app.open({ payload: pack([999, 'quiet-proposer', 7, 1_700_000, 'ffffffffffffffff', []]) });
  await expect(app.id('link-differs')).toContainText('another version (core 999)');
  await expect(app.id('link-differs')).toContainText('ffffffffffffffff');
  await expect(app.id('cursor')).toHaveAttribute('data-us', '1700000');
});

test('links: one whose run is the same in this version is identical, whatever version it names', async ({ app }) => {
  const run = simulateRun({ scenario: 'all-well', seed: 3, coreVersion: 999 }, 2_000_000);
  await app.open({ payload: payloadAt(run, 1_900_000) });
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('scenario')).toHaveValue('all-well');
  await expect(app.id('seed')).toHaveValue('3');
});

test('links: broken, foreign and hostile ones open the default scenario with a notice and become nothing else', async ({ app }) => {
  await app.open();
  for (const [name, payload] of Object.entries(BAD)) {
    // Another link in the same page, as from the address bar.
    await app.page.evaluate((text) => (location.hash = `s=${text}`), payload);
    await expectRefused(app, name);
    await app.id('link-refused-close').click();
    await expect(app.id('link-refused')).toHaveCount(0);
  }
  await app.waitForHead(1);
});

for (const name of ['an empty one', 'markup itself', 'markup as scenario', 'a validator that does not exist']) {
  test(`links: ${name}, opened cold, is refused and the default scenario decides blocks`, async ({ app }) => {
    await app.open({ payload: BAD[name]! });
    await expectRefused(app, name);
    await app.waitForHead(1);
  });
}

test('links: rubbish in the query changes nothing', async ({ app }) => {
  await app.open({ query: { scenario: MARKUP, seed: MARKUP, lang: MARKUP, theme: MARKUP, placement: MARKUP } });
  await app.waitForHead(1);
  await expect(app.id('scenario')).toHaveValue('quiet-proposer');
  expect(await app.page.evaluate(() => 'pwned' in globalThis)).toBe(false);
});
