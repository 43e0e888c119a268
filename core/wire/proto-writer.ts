// Writes the protobuf wire format (protobuf.dev, "Encoding"): varints, bytes, text, and messages inside messages, whose length is known only at their end.
import { utf8ToBytes } from '../base/utf8.ts';

/** An unsigned integer of 64 bits: a number below 2^53, or two halves, signed or not. */
export type U64 = number | { readonly low: number; readonly high: number; readonly unsigned: boolean };

const BYTES_AT_FIRST = 256;
const VARINT_BYTES_MAX = 10;
const TWO_TO_32 = 2 ** 32;

/** Bytes in the making. The room for them is kept from one message to the next. */
export class ProtoWriter {
  #bytes = new Uint8Array(BYTES_AT_FIRST);
  #pos = 0;

  /** Forgets what was written. */
  restart(): void {
    this.#pos = 0;
  }

  /** A copy of all that was written, in a buffer of its own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#pos);
  }

  uint32(value: number): void {
    this.#room(VARINT_BYTES_MAX);
    const bytes = this.#bytes;
    let pos = this.#pos;
    let rest = value >>> 0;
    for (; rest > 127; rest >>>= 7) bytes[pos++] = (rest & 127) | 128;
    bytes[pos++] = rest;
    this.#pos = pos;
  }

  /** What enums are: a negative one has all ten bytes. */
  int32(value: number): void {
    this.#halves(value | 0, value < 0 ? -1 : 0);
  }

  /** A number below 2^53, or two halves of 32 bits, signed or not. */
  uint64(value: U64): void {
    if (typeof value === 'object') this.#halves(value.low, value.high);
    else this.#halves(value >>> 0, Math.floor(value / TWO_TO_32));
  }

  #halves(lowBits: number, highBits: number): void {
    this.#room(VARINT_BYTES_MAX);
    let [low, high] = [lowBits >>> 0, highBits >>> 0];
    for (; high > 0; high >>>= 7) {
      this.#bytes[this.#pos++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
    }
    this.uint32(low);
  }

  bytes(value: Uint8Array): void {
    this.uint32(value.length);
    this.#room(value.length);
    this.#bytes.set(value, this.#pos);
    this.#pos += value.length;
  }

  text(value: string): void {
    this.bytes(utf8ToBytes(value));
  }

  /** Begins a message in this one; its place is the argument of `close`, which puts the length before it. */
  open(): number {
    this.#room(1);
    return ++this.#pos;
  }

  close(start: number): void {
    const length = this.#pos - start;
    let more = 0;
    for (let rest = length >>> 7; rest > 0; rest >>>= 7) more++;
    this.#room(more);
    if (more > 0) this.#bytes.copyWithin(start + more, start, this.#pos);
    this.#pos = start - 1;
    this.uint32(length);
    this.#pos += length;
  }

  #room(count: number): void {
    const need = this.#pos + count;
    if (need <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
