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
