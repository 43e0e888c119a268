// The scenario editor: form and JSON are one, nothing wrong runs, what was done by hand becomes a scenario, links and files carry it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { CORE_VERSION, CUSTOM_SCENARIO, type Run } from '../../core/sim/run.ts';
import { encodeShare } from '../../core/sim/share.ts';
import { specFromJson } from '../../core/sim/spec-json.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import type { Bicameral } from './bicameral.ts';
import { payloadOf } from './bicameral.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './fixture.ts';

const openEditor = async (app: Bicameral): Promise<void> => {
  await app.drawer('story');
  await app.id('story-editor').click();
  await expect(app.id('spec-json')).toHaveValue(/"validators"/);
};

const json = async (app: Bicameral): Promise<Record<string, unknown>> =>
  JSON.parse(await app.id('spec-json').inputValue()) as Record<string, unknown>;

test('editor: a change of the form is a change of the JSON and the other way round', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await openEditor(app);
  await app.id('spec-title').fill('Five of mine');
  await app.id('spec-validators').fill('5');
  expect(await json(app)).toMatchObject({ title: 'Five of mine', validators: 5 });
  await app.id('spec-json').fill('{"title": "From JSON", "validators": 6}');
  await expect(app.id('spec-title')).toHaveValue('From JSON');
  await expect(app.id('spec-validators')).toHaveValue('6');
});

test('editor: epochs of stake, deposits and a setting from a height on are filled in by form and keyboard, and the run has them', async ({
  app,
}) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await openEditor(app);
  await app.id('spec-group-stake').press('Enter');
  await app.id('spec-staking-add').press('Enter');
  await app.id('spec-staking.epochLength').fill('5');
  await app.id('spec-epoch-add').press('Enter');
  await app.id('spec-staking.epochs[1].stakes[2]').fill('70');
  await app.id('spec-can-1-3').press('Space');
  await app.id('spec-staking.epochs[1].fromEpoch').fill('0');
  await expect(app.id('spec-problem')).toContainText('staking.epochs');
  await expect(app.id('spec-run')).toBeDisabled();
  await app.id('spec-staking.epochs[1].fromEpoch').fill('1');
  await app.id('spec-group-deposits').press('Enter');
  await app.id('spec-deposit-add').press('Enter');
  await app.id('spec-deposits[0].milliStrk').fill('x');
  await expect(app.id('spec-deposits[0].milliStrk')).toHaveAttribute('aria-invalid', 'true');
  await app.id('spec-deposits[0].milliStrk').fill('2.5');
  await app.id('spec-deposits[0].account').selectOption('3');
  const change = app.id('spec-change');
  await app.id('spec-change-kind').selectOption('quorum');
  await change.getByTestId('config-quorum').selectOption('honest');
  await app.id('spec-change-height').fill('2');
  await app.id('spec-change-do').press('Enter');
  await expect(app.id('spec-interventions').locator('li')).toContainText(['quorum: more than 1/2 (honest), from height 2 on']);
  const all = [0, 1, 2, 3].map((validator) => ({ validator, weight: validator === 2 ? 70 : 1, canPropose: validator !== 3 }));
  expect(await json(app)).toMatchObject({
    staking: { epochLength: 5, epochs: [{ fromEpoch: 0 }, { fromEpoch: 1, stakes: all }] },
    deposits: [{ atUs: 0, account: 3, milliStrk: 2_500 }],
    interventions: [{ t: 0, kind: 'configure', fromHeight: 2, change: { kind: 'quorum', quorum: 'honest' } }],
  });
  expect(await axeFindings(app)).toEqual([]);
  await app.id('spec-run').click();
  await expect(app.id('editor-dialog')).toHaveCount(0);
  await app.waitForDecided(1);
  await app.rest();
  await app.drawer('stake');
  await expect(app.id('stake-epoch')).toContainText('heights 0 to 4');
});

test('editor: what is wrong is told with its place, does not run, and marks its field', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await openEditor(app);
  await app.id('spec-validators').fill('500');
  await expect(app.id('spec-problem')).toContainText('Line 4, column 17: validators');
  await expect(app.id('spec-validators')).toHaveAttribute('aria-invalid', 'true');
  await expect(app.id('spec-run')).toBeDisabled();
  await app.id('spec-go').click();
  await expect(app.id('spec-json')).toBeFocused();
  await app.id('spec-json').fill('{"validators": 4,\n oops}');
  await expect(app.id('spec-problem')).toContainText('line 2, column 2');
  await expect(app.id('spec-form')).toHaveCount(0);
});

test('editor: a scenario with a fault runs, is named in the top bar, and its link and the command line give the same run', async ({
  app,
  freshApp,
}, info) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await openEditor(app);
  await app.id('spec-title').fill('A quiet one <b>');
  await app.id('spec-add-kind').selectOption('quiet_proposer');
  await app.id('field-validator').selectOption('2');
  await app.id('field-height').fill('2');
  await app.id('spec-add-from').fill('0');
  await app.id('spec-add-do').click();
  await expect(app.id('spec-interventions').locator('li')).toHaveCount(1);
  const text = await app.id('spec-json').inputValue();
  await app.id('spec-seed').fill('7');
  await app.id('spec-run').click();
  await expect(app.id('editor-dialog')).toHaveCount(0);
  await expect(app.id('scenario').locator('option:checked')).toHaveText('A quiet one <b>');
  await app.waitForDecided(1);
  await app.rest();
  const link = await app.shareLink();
  const fingerprint = await app.id('fingerprint').getAttribute('data-full');
  const other = await freshApp();
  await other.open({ payload: payloadOf(link) });
  await expect(other.id('link-identical')).toBeVisible();
  await expect(other.id('fingerprint')).toHaveAttribute('data-full', fingerprint ?? '');
  await expect(other.id('scenario').locator('option:checked')).toHaveText('A quiet one <b>');
  const file = info.outputPath('spec.json');
  writeFileSync(file, text);
  const sim = ['scripts/sim.ts', '--spec', file, '--seed', '7', '--heights', '2', '--json'];
  const told = JSON.parse(execFileSync(process.execPath, sim, { encoding: 'utf8' })) as {
    readonly timeUs: number;
    readonly fingerprint: string;
  };
  const spec = specFromJson(JSON.parse(text));
  if (!spec.ok) throw new Error('the editor keeps what it accepts');
  const run: Run = { scenario: CUSTOM_SCENARIO, spec: spec.value, seed: 7, interventions: [], coreVersion: CORE_VERSION };
  await other.open({ payload: encodeShare({ run, cursor: toTimeUs(told.timeUs), fingerprint: told.fingerprint }) });
  await expect(other.id('fingerprint')).toHaveAttribute('data-full', told.fingerprint);
  await expect(other.id('decided-height')).toHaveText('2');
});

test('editor: what was done by hand is recorded as a scenario of its own', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'quiet-proposer' } });
  await app.drawer('faults');
  await app.id('crash-validator').selectOption('1');
  await app.id('crash').click();
  await expect(app.id('interventions').locator('li')).toHaveCount(1);
  await openEditor(app);
  await app.id('spec-record').click();
  await expect(app.id('spec-title')).toHaveValue('Recorded: A proposer goes quiet');
  const { interventions } = (await json(app)) as { readonly interventions: readonly { readonly fault: { readonly kind: string } }[] };
  expect(interventions.map(({ fault }) => fault.kind)).toEqual(['quiet_proposer', 'crash']);
  await app.id('spec-back').click();
  await expect(app.id('spec-title')).toHaveValue('');
});

test('editor: a file is saved and loaded; a wrong one changes nothing and says where', async ({ app }, info) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await openEditor(app);
  await app.id('spec-begin').selectOption('stake');
  await expect(app.id('spec-validators')).toHaveValue('7');
  const text = await app.id('spec-json').inputValue();
  const [download] = await Promise.all([app.page.waitForEvent('download'), app.id('spec-save').click()]);
  expect(download.suggestedFilename()).toBe('bicameral-stake-and-committees.json');
  const path = info.outputPath('saved.json');
  await download.saveAs(path);
  expect(readFileSync(path, 'utf8')).toBe(text);
  const wrong = info.outputPath('wrong.json');
  writeFileSync(wrong, text.replace('"validators": 7', '"validators": "<img src=x onerror=alert(1)>"'));
  await app.id('spec-file').setInputFiles(wrong);
  await expect(app.id('spec-told')).toContainText('Line 4, column 17: validators');
  await expect(app.id('spec-json')).toHaveValue(text);
  await app.id('spec-begin').selectOption('calm');
  await expect(app.id('spec-validators')).toHaveValue('4');
  await app.id('spec-file').setInputFiles(path);
  await expect(app.id('spec-json')).toHaveValue(text);
});

test('editor: drafts outlive the page, and a full storage is told', async ({ app }) => {
  await app.openPaused({ query: { scenario: 'all-well' } });
  await openEditor(app);
  await app.id('spec-title').fill('My draft');
  await app.id('spec-keep').click();
  await expect(app.id('spec-told')).toContainText('kept in this browser');
  await app.page.reload();
  await app.waitForHead(1);
  await openEditor(app);
  await expect(app.id('spec-title')).toHaveValue('My draft');
  await app.id('spec-begin').selectOption('calm');
  await expect(app.id('spec-title')).toHaveValue('');
  await app.id('spec-drafts').selectOption({ label: 'My draft' });
  await expect(app.id('spec-title')).toHaveValue('My draft');
  await app.page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await app.id('spec-keep').click();
  await expect(app.id('spec-told')).toContainText('no room');
});

for (const lang of ['en', 'zh'] as const) {
  test(`editor: axe finds nothing serious, ${lang}`, async ({ app }) => {
    await app.openPaused({ query: { scenario: 'all-well', lang } });
    await openEditor(app);
    for (const group of ['rules', 'execution']) await app.id(`spec-group-${group}`).click();
    expect(await axeFindings(app, 'editor-dialog')).toEqual([]);
  });
}
