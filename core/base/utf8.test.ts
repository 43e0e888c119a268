import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToUtf8, utf8ToBytes } from './utf8.ts';

test('utf8: bytesToUtf8 is the platform decoder in fatal mode', () => {
  const foreign = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (bytes: Uint8Array): string | null => {
    try {
      return foreign.decode(bytes);
    } catch {
      return null;
    }
  };
  const edge = fc.constantFrom(0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0x9f, 0xa0, 0xed, 0xef, 0xf0, 0x8f, 0x90, 0xf4, 0xf5, 0xff);
  const bytes = fc.array(fc.oneof(edge, fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
  fc.assert(
    fc.property(bytes, (list) => {
      expect(bytesToUtf8(Uint8Array.from(list))).toBe(decode(Uint8Array.from(list)));
    }),
    { numRuns: 2000 },
  );
});

test('utf8: a text survives encoding and decoding', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => bytesToUtf8(utf8ToBytes(text)) === text));
});
