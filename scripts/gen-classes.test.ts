// Goal: the committed classes are what the assembler makes of the committed sources, no more and no fewer.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONTRACTS } from './contracts/registry.ts';
import { CLASSES_FOLDER, classFiles } from './gen-classes.ts';

test.each(CONTRACTS.map((contract) => [contract.name, contract] as const))(
  'own classes: %s is what its source assembles to',
  (_, contract) => {
    for (const [path, text] of classFiles(contract)) expect(readFileSync(path, 'utf8') === text, `${path}: run npm run gen`).toBe(true);
  },
);

test('own classes: no file is left from a contract that is gone', () => {
  const expected = CONTRACTS.flatMap(classFiles).map(([path]) => path);
  expect(globSync(`${CLASSES_FOLDER}/*`).toSorted()).toEqual(expected.toSorted());
});
