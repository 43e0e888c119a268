// Goal: the committed classes are what the assembler makes of the committed sources, no more and no fewer.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allClassFiles, allGenerated, CLASSES_FOLDER } from './gen-classes.ts';

test.each(allGenerated())('own classes: %s is what its source assembles to', (path, text) => {
  expect(readFileSync(path, 'utf8') === text, `${path}: run npm run gen`).toBe(true);
});

test('own classes: no file is left from a contract that is gone', () => {
  const expected = allClassFiles().map(([path]) => path);
  expect(globSync(`${CLASSES_FOLDER}/*`).toSorted()).toEqual(expected.toSorted());
});
