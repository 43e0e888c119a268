// UTF-8 without TextEncoder, which the core's type library deliberately lacks.

/** UTF-8 bytes of a string; a lone surrogate becomes U+FFFD. */
export const utf8ToBytes = (text: string): Uint8Array => {
  const out: number[] = [];
  for (const symbol of text) {
    const point = symbol.codePointAt(0) ?? 0xfffd;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(out);
};

/** Number of bytes of the sequence that `first`, no ASCII, starts, or 0 when no sequence starts so. */
const sequenceLength = (first: number): number => {
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
};

/** The text, or null when the bytes are no well-formed UTF-8 (overlong forms, surrogates and cut sequences are none). */
export const bytesToUtf8 = (bytes: Uint8Array): string | null => {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] ?? 0;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      i++;
      continue;
    }
    const length = sequenceLength(first);
    if (length === 0 || i + length > bytes.length) return null;
    let point = first & (0xff >> (length + 1));
    for (const next of bytes.subarray(i + 1, i + length)) {
      if ((next & 0xc0) !== 0x80) return null;
      point = (point << 6) | (next & 0x3f);
    }
    const smallest = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    text += String.fromCodePoint(point);
    i += length;
  }
  return text;
};
