// Small changes of bytes: what a fault or a user does to a frame on its way.

/** Replaces `remove` bytes at `at` by `insert`, for every splice in order; places beyond the end mean the end. */
export const spliceBytes = (
  bytes: Uint8Array,
  splices: readonly { readonly at: number; readonly remove: number; readonly insert: Uint8Array }[],
): Uint8Array => {
  let result = bytes;
  for (const { at, remove, insert } of splices) {
    const from = Math.min(at, result.length);
    const rest = result.subarray(Math.min(from + remove, result.length));
    const next = new Uint8Array(from + insert.length + rest.length);
    next.set(result.subarray(0, from));
    next.set(insert, from);
    next.set(rest, from + insert.length);
    result = next;
  }
  return result;
};

/** A copy with one bit flipped, counted from the highest bit of the first byte; unchanged where there is no such bit. */
export const flipBit = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  const byte = bit >> 3;
  if (byte < copy.length) copy[byte] = (copy[byte] ?? 0) ^ (0x80 >> (bit & 7));
  return copy;
};
