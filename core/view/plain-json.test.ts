import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlain, writePlain } from './plain-json.ts';

const { plain } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.bigInt({ min: 0n, max: 1n << 252n }),
    fc.uint8Array({ maxLength: 9 }),
  ),
  plain: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('plain'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie('plain')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.uniqueArray(fc.integer(), { maxLength: 3 }).map((items) => new Set(items)),
  ),
}));

test('plain json: what is read is what was written', () => {
  fc.assert(
    fc.property(plain, (value) => {
      expect(readPlain(writePlain(value))).toEqual(value);
    }),
  );
});
