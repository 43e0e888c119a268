// Reads the protobuf wire format (protobuf.dev, "Encoding"): varints, lengths, bytes, text, and whatever has to be skipped. Bounds and refusals are those of
// protobufjs 8, against which message-codec.test.ts compares; only the complaint about bad UTF-8 is our own, since that of engines differs.
import { bytesToUtf8 } from '../base/utf8.ts';

/** 64 bits as two signed halves. */
export type U64Halves = { readonly low: number; readonly high: number; readonly unsigned: true };

/** Groups in groups that are skipped at most. */
const GROUP_DEPTH_MAX = 100;

/** A position in bytes and the end of the message that is being read. Throws Error with a reason. */
export class ProtoReader {
  readonly #bytes: Uint8Array;
  pos = 0;
  end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.end = bytes.length;
  }

  /** A field's number and wire type. */
  tag(): number {
    return this.#varint32(15, 'invalid tag encoding');
  }

  /** A length in bytes, below 2^31. */
  size(): number {
    return this.#varint32(7, 'invalid length encoding');
  }

  /** The low 32 bits of a varint of at most ten bytes. */
  uint32(): number {
    return this.#uint64Low() >>> 0;
  }

  /** As `uint32`, signed: what enums are. */
  int32(): number {
    return this.#uint64Low();
  }

  uint64(): U64Halves {
    const low = this.#uint64Low();
    return { low, high: this.#high, unsigned: true };
  }

  /** Reads the length of what is inside and makes that the end; the end before is the argument of `leave`. */
  enter(): number {
    const outer = this.end;
    const end = this.size() + this.pos;
    if (end > outer) throw new RangeError('index out of range');
    this.end = end;
    return outer;
  }

  leave(outer: number): void {
    this.end = outer;
  }

  /** A view, not a copy. */
  bytes(): Uint8Array {
    const length = this.size();
    this.#need(length);
    this.pos += length;
    return this.#bytes.subarray(this.pos - length, this.pos);
  }

  text(): string {
    const text = bytesToUtf8(this.bytes());
    if (text === null) throw new Error('invalid UTF-8');
    return text;
  }

  /** Skips one field of a wire type. */
  skip(wire: number, field: number, depth = 0): void {
    if (depth > GROUP_DEPTH_MAX) throw new Error('max depth exceeded');
    if (field === 0) throw new Error('illegal tag: field number 0');
    if (wire === 0) while (this.#byte() >= 128);
    else if (wire === 1) this.#skipBytes(8);
    else if (wire === 2) this.#skipBytes(this.size());
    else if (wire === 3) this.#skipGroup(field, depth);
    else if (wire === 5) this.#skipBytes(4);
    else throw new Error(`invalid wire type ${wire} at offset ${this.pos}`);
  }

  #skipGroup(field: number, depth: number): void {
    for (;;) {
      const tag = this.tag();
      const inner = tag >>> 3;
      if (inner === 0) throw new Error('illegal tag: field number 0');
      if ((tag & 7) !== 4) this.skip(tag & 7, inner, depth + 1);
      else if (inner === field) return;
      else throw new Error('invalid end group tag');
    }
  }

  #skipBytes(count: number): void {
    this.#need(count);
    this.pos += count;
  }

  #need(count: number): void {
    if (this.pos + count > this.end) throw new RangeError(`index out of range: ${this.pos} + ${count || 1} > ${this.end}`);
  }

  #byte(): number {
    if (this.pos >= this.end) this.#need(1);
    return this.#bytes[this.pos++] ?? 0;
  }

  /** A varint of at most five bytes, whose last is at most `last`. */
  #varint32(last: number, complaint: string): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    const byte = this.#byte();
    if (byte > last) throw new Error(complaint);
    return (value | (byte << 28)) >>> 0;
  }

  /** The high half of what `#uint64Low` has read. */
  #high = 0;

  #uint64Low(): number {
    this.#high = 0;
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low |= (byte & 127) << shift;
      if (byte < 128) return low;
    }
    let byte = this.#byte();
    low |= byte << 28;
    this.#high = (byte & 127) >> 4;
    for (let shift = 3; byte >= 128; shift += 7) {
      if (shift > 31) throw new Error('invalid varint encoding');
      byte = this.#byte();
      this.#high |= (byte & 127) << shift;
    }
    return low;
  }
}
