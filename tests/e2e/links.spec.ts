// Links: the same run and moment anywhere, a plain word when they cannot be that, and no trust in what they hold.
import { deflateSync } from 'fflate';
import { FAULT_KINDS } from '../../core/net/fault-fields.ts';
import { ByteSink } from '../../core/share/bytes.ts';
import { type Bicameral, payloadOf } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { defaultRun, payloadAt, simulateRun } from './oracle.ts';

const MARKUP = '<img src=x onerror="globalThis.pwned=1;alert(1)"><script>globalThis.pwned=1</script>';
/** The bytes of a link, field by field, so that any of them can be wrong. */
const GOOD = {
  version: 1,
  scenario: 'quiet-proposer',
  seed: 7,
  cursor: 1_000_000,
  fingerprint: '0123456789abcdef',
  /** Kind (its place in the list of kinds) and fields of the only intervention, none when empty. */
  item: [] as readonly number[],
};
const pack = (change: Partial<typeof GOOD>): string => {
  const { version, scenario, seed, cursor, fingerprint, item } = { ...GOOD, ...change };
  const sink = new ByteSink();
  sink.uint(version);
  sink.text(scenario);
  sink.uint(seed);
  sink.uint(cursor);
  sink.uint(fingerprint.length);
  sink.raw(Buffer.from(fingerprint, 'hex'));
  sink.uint(0);
  sink.uint(item.length === 0 ? 0 : 1);
  for (const number of item.length === 0 ? [] : [5, ...item]) sink.uint(number);
  return `2${Buffer.from(sink.finish()).toString('base64url')}`;
};
const deflated = (bytes: string | Uint8Array): string => `3${Buffer.from(deflateSync(Buffer.from(bytes))).toString('base64url')}`;
const crashOfNine = [5 + FAULT_KINDS.indexOf('crash'), 1_000, 9, 0, 0, 0];

const BAD: Readonly<Record<string, string>> = {
  'an empty one': '',
  'one cut off in the middle': payloadAt(defaultRun(), 1_700_000).slice(0, 30),
  'one with a changed character': `${payloadAt(defaultRun(), 1_700_000).slice(0, 20)}!${payloadAt(defaultRun(), 1_700_000).slice(21)}`,
  'one of another format': `9${payloadAt(defaultRun(), 1_700_000).slice(1)}`,
  'one that is text': 'hello-world',
  'one of the first format': `1${Buffer.from(deflateSync(Buffer.from('[1,"quiet-proposer",7,1,"0123456789abcdef",[]]'))).toString('base64url')}`,
  'one that is no run': deflated('{"hello":"world"}'),
  'one of a hundred thousand characters': `2${'A'.repeat(100_000)}`,
  'one that unpacks without end': deflated('a'.repeat(10_000_000)),
  'markup itself': encodeURIComponent(MARKUP),
  'markup in bytes': deflated(MARKUP),
  'markup as scenario': pack({ scenario: MARKUP.slice(0, 80) }),
  'too large a seed': pack({ seed: 2 ** 40 }),
  'too late a cursor': pack({ cursor: 2 ** 50 }),
  'an intervention of no known kind': pack({ item: [99] }),
  'a scenario of its own that is none': pack({ scenario: 'custom' }),
  'an unknown scenario': pack({ scenario: 'no-such-scenario' }),
  'a validator that does not exist': pack({ item: crashOfNine }),
  'the end of a fault that never began': pack({ item: [1, 2 * 1_234] }),
  'a prototype for a scenario': pack({ scenario: 'constructor' }),
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
  await app.open({ payload: pack({ version: 999, cursor: 1_700_000, fingerprint: 'ffffffffffffffff' }) });
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
