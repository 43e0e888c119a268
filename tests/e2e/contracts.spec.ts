// A contract that a visitor brings along, on validators that run the Cairo VM: dropped, declared, deployed, called and invoked through consensus, its result
// and event decoded; hostile files are refused and change nothing; the file of the run opens to the same run.
import { readFileSync } from 'node:fs';
import { CALM_SPEC } from '../../core/scenarios/spec-world.ts';
import { OWN_CLASSES } from '../../core/exec/own-classes.ts';
import { axeFindings } from './axe.ts';
import type { Bicameral } from './bicameral.ts';
import { expect, test } from './fixture.ts';
import { payloadAt, simulateRun } from './oracle.ts';

const AT = 2_000_000;
const COUNTER = OWN_CLASSES.find(({ name }) => name === 'counter')!;
const FILES = ['counter.casm.json', 'counter.abi.json'].map((file) => `public/classes/${file}`);

let payload: string | null = null;
const openCairo = async (app: Bicameral): Promise<void> => {
  payload ??= payloadAt(simulateRun({ scenario: 'custom', seed: 7, spec: { ...CALM_SPEC, engine: 'cairo' } }, AT + 1), AT);
  await app.open({ payload });
  await expect(app.id('link-identical')).toBeVisible();
  await app.drawer('contracts');
};

/** Plays until the transaction below a button is in a block that has been committed, and pauses. */
const playUntilCommitted = async (app: Bicameral, below: string): Promise<void> => {
  await app.setSpeed('64');
  await app.play();
  await expect(app.id(below).locator('[data-stage="committed"]').first()).toBeVisible();
  await app.pause();
};

test('contracts: a dropped class is declared, deployed, invoked and called through consensus, and what it says is decoded', async ({
  app,
}) => {
  await openCairo(app);
  await app.id('contracts-files').setInputFiles(FILES);
  await expect(app.id('contracts-class-hash').locator('[title]')).toHaveAttribute('title', COUNTER.classHash);
  await expect(app.id('contracts-entries')).toContainText('increase(amount: felt252) → felt252');
  await expect(app.id('contracts-declared')).toHaveAttribute('data-height', '');

  await app.id('contracts-declare').click();
  await playUntilCommitted(app, 'declare-sent');
  await expect(app.id('declare-sent').getByTestId('receipt-status')).toHaveText('succeeded', { ignoreCase: true });
  await expect(app.id('contracts-declared')).toHaveAttribute('data-height', /^\d+$/);

  await app.id('abi-start').fill('forty');
  await app.id('contracts-deploy').click();
  await expect(app.id('deploy-problem')).toContainText('start');
  await app.id('abi-start').fill('40');
  await app.id('contracts-deploy').click();
  await playUntilCommitted(app, 'deploy-sent');

  await app.id('contracts-entry').selectOption('increase');
  await app.id('abi-amount').fill('2');
  await app.id('contracts-invoke').click();
  await playUntilCommitted(app, 'invoke-sent');
  await expect(app.id('contracts-events')).toContainText(/Increased \{by_whom: 0x[0-9a-f]+, amount: 2, count: 42\}/);
  expect(await axeFindings(app, 'contracts-panel')).toEqual([]);

  await app.id('contracts-entry').selectOption('get');
  await app.id('contracts-call').click();
  await expect(app.id('contracts-result')).toContainText('42');

  // The link holds the class: it is offered as a file.
  await app.id('share').click();
  await expect(app.id('share-long')).toBeVisible();
  await expect(app.id('share-as-file')).toBeVisible();
});

test('contracts: hostile files are refused with file and place, and nothing of the run changes', async ({ app }) => {
  await openCairo(app);
  const before = await app.moment();
  const casm = JSON.parse(readFileSync(FILES[0]!, 'utf8')) as Record<string, unknown>;
  const hostile = (change: Record<string, unknown>) => ({
    name: 'bad<img src=x>.casm.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ ...casm, ...change })),
  });
  const cases = [
    [hostile({ hints: [[0, [{ Steal: {} }]]] }), 'UnknownHint', 'hints[0][1][0].Steal'],
    [hostile({ prime: '0x1' }), 'WrongPrime', 'prime'],
    [{ ...hostile({}), buffer: Buffer.from('{"bytecode": [') }, 'NotJson', 'bad<img src=x>.casm.json'],
  ] as const;
  for (const [file, code, place] of cases) {
    await app.id('contracts-files').setInputFiles([file]);
    await expect(app.id('contracts-problem')).toHaveAttribute('data-code', code);
    await expect(app.id('contracts-problem')).toContainText(place);
  }
  await expect(app.id('contracts-class-hash')).toHaveCount(0);
  expect(await app.moment()).toEqual(before);
});

test('contracts: a class dropped anywhere on the page opens the panel; where validators run built-in contracts, it says so', async ({
  app,
}) => {
  await app.openPaused();
  const transfer = await app.page.evaluateHandle(
    (text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'counter.casm.json'));
      return data;
    },
    readFileSync(FILES[0]!, 'utf8'),
  );
  await app.id('dock').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(app.id('contracts-class-hash')).toBeVisible();
  await expect(app.id('contracts-native')).toBeVisible();
  await expect(app.id('contracts-declare')).toHaveCount(0);
  await app.id('contracts-open-cairo').click();
  await expect(app.id('contracts-declare')).toBeVisible();
  await expect(app.id('contracts-native')).toHaveCount(0);
});
