// Writes our own contracts as the page fetches them: NAME.casm.json, the compiled class, and NAME.abi.json, whose text as it stands is the ABI string
// that the class hash covers. LIST names the classes with the Sierra version that each is declared under: below 1.7.0 it runs in CairoSteps mode.
import { mkdirSync, writeFileSync } from 'node:fs';
import { abiOf } from './asm/abi.ts';
import { assemble } from './asm/assemble.ts';
import type { ContractSource } from './asm/contract.ts';
import { CONTRACTS } from './contracts/registry.ts';

export const CLASSES_FOLDER = 'public/classes';
const LIST = 'classes.json';
const SIERRA_GAS = '1.7.0';
/** The probe once more, as a class of the time before Sierra gas. */
const CAIRO_STEPS = { name: 'probe-1.6.0', of: 'probe', sierraVersion: '1.6.0' };

const row = (name: string, file: string, sierraVersion: string): Readonly<Record<string, string>> => ({
  name,
  casm: `${file}.casm.json`,
  abi: `${file}.abi.json`,
  sierraVersion,
});
const listText = (): string =>
  `${JSON.stringify([...CONTRACTS.map(({ name }) => row(name, name, SIERRA_GAS)), row(CAIRO_STEPS.name, CAIRO_STEPS.of, CAIRO_STEPS.sierraVersion)], null, 1)}\n`;

/** Paths with their contents. */
const classFiles = (contract: ContractSource): readonly (readonly [path: string, text: string])[] => [
  [`${CLASSES_FOLDER}/${contract.name}.casm.json`, `${JSON.stringify(assemble(contract))}\n`],
  [`${CLASSES_FOLDER}/${contract.name}.abi.json`, abiOf(contract)],
];

/** Everything in the folder. */
export const allClassFiles = (): ReturnType<typeof classFiles> => [
  ...CONTRACTS.flatMap(classFiles),
  [`${CLASSES_FOLDER}/${LIST}`, listText()],
];

export const writeClasses = (): readonly string[] => {
  mkdirSync(CLASSES_FOLDER, { recursive: true });
  return allClassFiles().map(([path, text]) => {
    writeFileSync(path, text);
    return path;
  });
};
