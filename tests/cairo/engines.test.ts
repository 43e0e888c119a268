// The Cairo engines of a host: block 0 with the compiled classes, files that do not belong to this version, classes that come later.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { feltFromHex, feltToHex } from '../../core/base/felt.ts';
import { RUN_CLASSES_MAX } from '../../core/base/limits.ts';
import { createKernel } from '../../core/crypto/create-kernel.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { OWN_CLASSES } from '../../core/exec/own-classes.ts';
import { sierraClassHash } from '../../core/hashes/class-hash.ts';
import { applyStateDiff, emptyStateTries } from '../../core/state/commitment.ts';
import { diffReader, EMPTY_READER } from '../../core/state/diff.ts';
import type { ClassFile } from '../../core/types/engines.ts';
import { STRK_ADDRESS, UNIVERSAL_DEPLOYER_ADDRESS } from '../../core/types/genesis.ts';
import { createCairoEngines, GENESIS_FILES } from '../../core/sim/cairo-engines.ts';
import { contextAt } from '../../core/exec/fixture.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import type { CairoEngines } from '../../core/sim/engines.ts';

const CONTEXT = contextAt(1);
const GET = selectorOf('get');

const textOf = (file: string): string => readFileSync(new URL(`../../public/classes/${file}`, import.meta.url), 'utf8');
const TEXTS: ReadonlyMap<string, string> = new Map(GENESIS_FILES.map((file) => [file, textOf(file)]));
const open = (brought: readonly ClassFile[] = []): CairoEngines => {
  const made = createCairoEngines(TEXTS, brought);
  if (!made.ok) throw new Error(made.error.why);
  return made.value;
};
const COUNTER = OWN_CLASSES.find(({ name }) => name === 'counter')!;
const BROUGHT: ClassFile = {
  classHash: COUNTER.classHash,
  casm: textOf(COUNTER.file),
  sierraVersion: [1, 7, 0],
  source: { kind: 'placeholder', abi: '[]' },
};

test('cairo engines: the stored roots are those of block 0', () => {
  const { stateDiff, roots } = open().genesis;
  const { stateRoot, contractsRoot, classesRoot } = applyStateDiff(createKernel(), emptyStateTries(), stateDiff);
  expect(roots).toEqual({ stateRoot, contractsRoot, classesRoot });
});

test('cairo engines: block 0 has the compiled classes where they are called', () => {
  const state = diffReader(EMPTY_READER, open().genesis.stateDiff);
  const row = (name: string) => OWN_CLASSES.find((one) => one.name === name)!;
  const placed = [
    [STRK_ADDRESS, 'erc20'],
    [UNIVERSAL_DEPLOYER_ADDRESS, 'universal-deployer'],
    ...PREDEPLOYED_ACCOUNTS.map(({ address }) => [address, 'account'] as const),
  ] as const;
  for (const [address, name] of placed) expect([name, feltToHex(state.classHashAt(address))]).toEqual([name, row(name).classHash]);
  for (const file of GENESIS_FILES) {
    const { classHash, compiledClassHash } = OWN_CLASSES.find((one) => one.file === file)!;
    expect(feltToHex(state.compiledClassHashOf(feltFromHex(classHash)))).toBe(compiledClassHash);
  }
});

test.each([
  ['no text', undefined, 'missing'],
  ['another text', '{}', 'other_version'],
  ['one character more', `${textOf('erc20.casm.json')} `, 'other_version'],
])('cairo engines: %s instead of a file is refused with its name', (_, text, why) => {
  const texts = new Map(TEXTS);
  if (text === undefined) texts.delete('erc20.casm.json');
  else texts.set('erc20.casm.json', text);
  expect(createCairoEngines(texts)).toEqual({ ok: false, error: { file: 'erc20.casm.json', why } });
});

test('cairo engines: a class that comes later is known to engines made before, once it is declared', () => {
  const engines = open();
  const state = diffReader(EMPTY_READER, engines.genesis.stateDiff);
  const [kernel, hash] = [createKernel(), feltFromHex(COUNTER.classHash)];
  const declared = diffReader(state, {
    ...engines.genesis.stateDiff,
    storage: new Map(),
    declared: new Map([[COUNTER.classHash, feltFromHex(COUNTER.compiledClassHash)]]),
    deployed: new Map([['0x77', hash]]),
  });
  const engine = engines.create('cairo', kernel);
  const ask = () => engine.call(CONTEXT, { address: feltFromHex('0x77'), selector: GET, calldata: [] }, declared);
  expect(ask().ok).toBe(false);
  expect(engines.add([BROUGHT])).toEqual({ ok: true, value: null });
  expect(ask()).toEqual({ ok: true, value: [0n] });
  expect(
    open([BROUGHT])
      .create('cairo', kernel)
      .call(CONTEXT, { address: feltFromHex('0x77'), selector: GET, calldata: [] }, declared),
  ).toEqual(ask());
});

test('cairo engines: a declaration of a class that was brought carries its placeholder, whose hash is the class hash', () => {
  const abi = textOf('counter.abi.json');
  const declared = open([{ ...BROUGHT, source: { kind: 'placeholder', abi } }]).declaredClass(feltFromHex(COUNTER.classHash))!;
  expect(feltToHex(sierraClassHash(createKernel(), declared.sierra))).toBe(COUNTER.classHash);
  expect(feltToHex(declared.compiledClassHash)).toBe(COUNTER.compiledClassHash);
  expect(open().declaredClass(feltFromHex(COUNTER.classHash))).toBeNull();
});

test('cairo engines: what is no class, and more classes than a run may bring, are refused', () => {
  const engines = open();
  expect(engines.add([{ ...BROUGHT, casm: 'no json' }])).toEqual({ ok: false, error: { file: BROUGHT.classHash, why: 'malformed' } });
  const many = Array.from({ length: RUN_CLASSES_MAX + 1 }, () => BROUGHT);
  expect(engines.add(many)).toMatchObject({ ok: false, error: { why: 'too_many' } });
});
