// Writes our own contracts as the page fetches them: NAME.casm.json, the compiled class, and NAME.abi.json, whose text as it stands is the ABI string
// that the class hash covers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { abiOf } from './asm/abi.ts';
import { assemble } from './asm/assemble.ts';
import type { ContractSource } from './asm/contract.ts';
import { CONTRACTS } from './contracts/registry.ts';

export const CLASSES_FOLDER = 'public/classes';

/** Paths with their contents. */
export const classFiles = (contract: ContractSource): readonly (readonly [path: string, text: string])[] => [
  [`${CLASSES_FOLDER}/${contract.name}.casm.json`, `${JSON.stringify(assemble(contract))}\n`],
  [`${CLASSES_FOLDER}/${contract.name}.abi.json`, abiOf(contract)],
];

export const writeClasses = (): readonly string[] => {
  mkdirSync(CLASSES_FOLDER, { recursive: true });
  return CONTRACTS.flatMap(classFiles).map(([path, text]) => {
    writeFileSync(path, text);
    return path;
  });
};
