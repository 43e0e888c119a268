// Sharing: a link of fifty interventions, its QR code, files that open again to the identical run, and files that are not what they should be.
import { readFileSync, writeFileSync } from 'node:fs';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import type { Fault } from '../../core/net/fault.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { ACCOUNT_ADDRESSES, STRK_ADDRESS, TRANSFER_SELECTOR } from '../../core/types/genesis.ts';
import type { InvokeIntent } from '../../core/types/intent.ts';
import { toFelt } from '../../core/base/felt.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { type Bicameral, payloadOf } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { payloadAt, simulateRun } from './oracle.ts';

const COUNT = 50;
const AT = 5_000_000;

const transfer = (i: number): Intervention => ({
  t: toTimeUs(500_000 + 60_013 * i),
  kind: 'send_tx',
  validator: toValidatorIndex(i % 4),
  intent: {
    account: i % 10,
    calls: [
      {
        to: STRK_ADDRESS,
        selector: TRANSFER_SELECTOR,
        calldata: [ACCOUNT_ADDRESSES[(i + 3) % 10]!, toFelt(10n ** 18n + BigInt(i)), toFelt(0n)],
      },
    ],
    nonce: null,
    tip: 0n,
    resourceBounds: {
      l1Gas: { maxAmount: 0n, maxPricePerUnit: 10n ** 16n },
      l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 2n * 10n ** 10n },
      l1DataGas: { maxAmount: 2_000n, maxPricePerUnit: 10n ** 14n },
    },
    tamper: 'none',
  },
});
/** Late votes of one validator after the other, on and off. */
const late = (i: number): Intervention => {
  const fault: Fault = { kind: 'late_vote', validator: toValidatorIndex(i % 4), byUs: 30_000 + i };
  const t = toTimeUs(500_000 + 60_013 * i);
  return i % 4 === 1 ? { t, kind: 'fault_on', id: 1_000 + i, fault } : { t, kind: 'fault_off', id: 1_000 + i - 2 };
};
const fifty = Array.from({ length: COUNT }, (_, i) => (i % 2 === 0 ? transfer(i) : late(i)));

const openFifty = async (app: Bicameral): Promise<ReturnType<typeof simulateRun>> => {
  const oracle = simulateRun({ scenario: 'all-well', seed: 7, interventions: fifty }, AT + 1);
  await app.open({ payload: payloadAt(oracle, AT) });
  await expect(app.id('link-identical')).toBeVisible();
  return oracle;
};

test('share: a link of fifty interventions has fewer than 2000 characters and opens to the same fingerprint elsewhere', async ({
  app,
  freshApp,
}) => {
  await openFifty(app);
  const shown = await app.moment();
  const link = await app.shareLink();
  expect(link.length).toBeLessThan(2_000);
  const other = await freshApp();
  await other.open({ payload: payloadOf(link) });
  await expect(other.id('link-identical')).toContainText(shown.fingerprint.slice(0, 16));
  expect((await other.moment()).fingerprint).toBe(shown.fingerprint);
  await other.drawer('faults');
  await expect(other.id('interventions').locator('li')).toHaveCount(COUNT);
});

test('share: the QR code is that of the link', async ({ app }) => {
  await openFifty(app);
  await app.id('share').click();
  await expect(app.id('share-link')).toHaveValue(/#s=/);
  const link = await app.id('share-link').inputValue();
  const { width, height, data } = PNG.sync.read(await app.id('share-qr').screenshot());
  expect(jsqr(new Uint8ClampedArray(data), width, height)?.data).toBe(link);
});

for (const kind of ['trace', 'itf', 'shiviz'] as const) {
  test(`share: a saved ${kind} file opens again as the identical run, compared event by event`, async ({ app, freshApp }) => {
    await openFifty(app);
    const shown = await app.moment();
    await app.id('share').click();
    const [download] = await Promise.all([app.page.waitForEvent('download'), app.id(`share-${kind}`).click()]);
    await expect(app.id('share-saved')).toContainText('was saved');
    const path = await download.path();
    expect(readFileSync(path).length).toBeGreaterThan(1_000);

    const other = await freshApp();
    await other.open();
    await other.id('share').click();
    await other.id('share-import').setInputFiles({ name: download.suggestedFilename(), mimeType: '', buffer: readFileSync(path) });
    await expect(other.id('notice-import-same')).toContainText(download.suggestedFilename());
    expect(await other.moment()).toMatchObject({ fingerprint: shown.fingerprint, us: shown.us });
  });
}

test('share: pictures of the diagram are saved', async ({ app }) => {
  await openFifty(app);
  await app.id('share').click();
  const [svg] = await Promise.all([app.page.waitForEvent('download'), app.id('share-svg').click()]);
  expect(readFileSync(await svg.path(), 'utf8')).toContain('<svg');
  const [png] = await Promise.all([app.page.waitForEvent('download'), app.id('share-png').click()]);
  expect(PNG.sync.read(readFileSync(await png.path())).width).toBeGreaterThan(500);
});

/** Which part of the stage is seen: where two cards lie on it. */
const viewOf = async (app: Bicameral): Promise<readonly number[]> => {
  const boxes = await Promise.all(['validator-1', 'validator-3'].map((id) => app.id(id).boundingBox()));
  return boxes.flatMap((box) => [Math.round(box!.x), Math.round(box!.y), Math.round(box!.width)]);
};

test('share: a link carries camera and panels, in few characters, and its fingerprint is the same', async ({ app, freshApp }) => {
  const oracle = simulateRun({ scenario: 'all-well', seed: 7 }, AT + 1);
  await app.open({ payload: payloadAt(oracle, AT) });
  await expect(app.id('link-identical')).toBeVisible();
  await app.id('link-identical-close').click();
  const plain = await app.shareLink();
  await app.drawer('checks');
  await app.id('tab-why').click();
  await app.id('stage-in').click();
  await app.id('stage-in').click();
  await app.id('validator-3').focus();
  const shown = await viewOf(app);
  const link = await app.shareLink();
  expect(link.length - plain.length).toBeLessThanOrEqual(14);
  const other = await freshApp();
  await other.open({ payload: payloadOf(link) });
  await expect(other.id('link-identical')).toBeVisible();
  await other.id('link-identical-close').click();
  await expect(other.id('checks-panel')).toBeVisible();
  await expect(other.id('tab-why')).toHaveAttribute('aria-selected', 'true');
  await expect
    .poll(async () => {
      const seen = await viewOf(other);
      return Math.max(...seen.map((value, i) => Math.abs(value - shown[i]!)));
    })
    .toBeLessThanOrEqual(6);
  expect((await other.moment()).fingerprint).toBe((await app.moment()).fingerprint);
  // Showing all again is as if no camera had been shared.
  await other.id('stage-fit').click();
  await expect.poll(async () => (await viewOf(other))[2]).toBeLessThan(shown[2]!);
  await other.drawer('story');
  await other.id('tab-validator').click();
  expect(payloadOf(await other.shareLink())).toBe(payloadOf(plain));
});

test('share: a link of more than 2000 characters becomes a file in one click, and the file opens to the same run', async ({
  app,
  freshApp,
}) => {
  // Amounts and hashes that no packing makes short.
  const many = Array.from({ length: 90 }, (_, i) => {
    const item = transfer(i) as Intervention & { readonly kind: 'send_tx'; readonly intent: InvokeIntent };
    const [call] = item.intent.calls;
    const odd = toFelt((0x9e3779b97f4a7c15f39cc0605cedc834n * BigInt(i + 1)) % 2n ** 120n);
    return { ...item, intent: { ...item.intent, calls: [{ ...call!, calldata: [call!.calldata[0]!, odd, toFelt(0n)] }] } };
  });
  const oracle = simulateRun({ scenario: 'all-well', seed: 7, interventions: many }, AT + 1);
  await app.open({ payload: payloadAt(oracle, AT) });
  await expect(app.id('link-identical')).toBeVisible();
  const shown = await app.moment();
  await app.id('share').click();
  await expect(app.id('share-long')).toContainText('2000');
  const [download] = await Promise.all([app.page.waitForEvent('download'), app.id('share-as-file').click()]);
  await expect(app.id('share-status')).toContainText(download.suggestedFilename());
  const other = await freshApp();
  await other.open();
  await other.id('share').click();
  await expect(other.id('share-as-file')).toHaveCount(0);
  const buffer = readFileSync(await download.path());
  expect(buffer.length).toBeGreaterThan(2_000);
  await other.id('share-import').setInputFiles({ name: download.suggestedFilename(), mimeType: '', buffer });
  await expect.poll(async () => (await other.moment()).fingerprint).toBe(shown.fingerprint);
});

const MARKUP = '<img src=x onerror="globalThis.pwned=1">';

test('share: files that are broken, foreign or hostile are refused with their place, and nothing changes', async ({ app }, info) => {
  await openFifty(app);
  await app.id('link-identical-close').click();
  const shown = await app.moment();
  await app.id('share').click();
  const [download] = await Promise.all([app.page.waitForEvent('download'), app.id('share-itf').click()]);
  const itf = readFileSync(await download.path(), 'utf8');
  const stranger = simulateRun({ scenario: 'all-well', seed: 7, interventions: [] }, 2);
  const withScenario = payloadAt({ ...stranger, run: { ...stranger.run, scenario: 'no-such' } }, 1);
  const far: Fault = { kind: 'pause', validator: toValidatorIndex(9) };
  const misfit = payloadAt(
    { ...stranger, run: { ...stranger.run, interventions: [{ t: toTimeUs(1), kind: 'fault_on', id: 1_000, fault: far }] } },
    1,
  );
  const bad: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['empty.trace', '', /it is empty.*byte 0/],
    ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), /Place: UTF-8/],
    [`${MARKUP}.html`, `<!doctype html>${MARKUP}`, /Place: line 1/],
    ['cut.trace', Buffer.from([8, 1, 18, 200]), /DecodeError/],
    ['cut.itf.json', itf.slice(0, 5_000), /Place: line \d+/],
    ['edited.itf.json', itf.replace('"propose"', `"${MARKUP.replaceAll('"', '\\"')}"`), /Place: states\[\d+\]\.step/],
    ['unknown.txt', `https://example.org/#s=${withScenario}`, /scenario that does not exist/],
    ['misfit.txt', `https://example.org/#s=${misfit}`, /does not have.*intervention\.validator/],
  ];
  await app.id('share-dialog-close').click();
  for (const [name, content, told] of bad) {
    await app.id('share').click();
    await app.id('share-import').setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) });
    await expect(app.id('notice-import-refused'), name).toContainText(told);
    await expect(app.id('notice-import-refused'), name).toContainText('Nothing was changed');
    await app.id('notice-import-refused-close').click();
  }
  expect(await app.moment()).toEqual(shown);
  const injected = await app.page.evaluate(() => ['pwned' in globalThis, document.querySelectorAll('img, [onerror]').length]);
  expect(injected).toEqual([false, 0]);
  // A sparse file that is larger than is allowed is not even read.
  const large = info.outputPath('large.trace');
  writeFileSync(large, Buffer.alloc(64 * 1_048_576 + 1));
  await app.id('share').click();
  await app.id('share-import').setInputFiles(large);
  await expect(app.id('notice-import-refused')).toContainText('larger than is allowed');
});

test('share: a file whose run is another one here is said to differ, with the first place', async ({ app }) => {
  await openFifty(app);
  await app.id('share').click();
  const [download] = await Promise.all([app.page.waitForEvent('download'), app.id('share-itf').click()]);
  const itf = JSON.parse(readFileSync(await download.path(), 'utf8')) as { states: { now: { '#bigint': string } }[] };
  itf.states[3]!.now['#bigint'] = '77';
  await app.id('share-import').setInputFiles({ name: 'told.itf.json', mimeType: '', buffer: Buffer.from(JSON.stringify(itf)) });
  await expect(app.id('notice-import-differs')).toContainText('states[3]');
});

test('share: a file dropped anywhere on the page is opened', async ({ app }) => {
  const oracle = simulateRun({ scenario: 'all-well', seed: 3 }, 2_000_001);
  await app.open();
  const text = `see https://example.org/#s=${payloadAt(oracle, 2_000_000)}`;
  await app.page.evaluate((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'note.txt'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, text);
  await expect(app.id('notice-import-opened')).toContainText('note.txt');
  await expect(app.id('link-identical')).toBeVisible();
  await expect(app.id('seed')).toHaveValue('3');
});
