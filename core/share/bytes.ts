// Writing and reading of small numbers as few bytes, for links: LEB128 and short forms on top of it. The reader trusts nothing: whatever is too large, too
// long or cut off is refused by name (base/shape.ts). Not the wire format of anything.
import { bytesToUtf8, utf8ToBytes } from '../base/utf8.ts';
import { need } from '../base/shape.ts';

/** Largest power of ten that a round number leaves out. */
const ZEROS_MAX = 31;

export class ByteSink {
  readonly #bytes: number[] = [];

  /** Unsigned, seven bits a byte, least first. */
  uint(value: number | bigint): void {
    let rest = BigInt(value);
    for (; rest >= 128n; rest >>= 7n) this.#bytes.push(Number(rest & 127n) | 128);
    this.#bytes.push(Number(rest));
  }

  /** Signed: 0, -1, 1, -2, … */
  int(value: number): void {
    const wide = BigInt(value);
    this.uint(wide < 0n ? -2n * wide - 1n : 2n * wide);
  }

  /** Unsigned, with its trailing decimal zeros counted: what people choose is mostly round. */
  round(value: number | bigint): void {
    let [rest, zeros] = [BigInt(value), 0];
    while (rest !== 0n && rest % 10n === 0n && zeros < ZEROS_MAX) {
      rest /= 10n;
      zeros++;
    }
    this.uint(rest * BigInt(ZEROS_MAX + 1) + BigInt(zeros));
  }

  /** Null, or an unsigned number. */
  option(value: number | bigint | null): void {
    this.uint(value === null ? 0 : BigInt(value) + 1n);
  }

  raw(bytes: Uint8Array): void {
    for (const byte of bytes) this.#bytes.push(byte);
  }

  /** Length, then bytes. */
  bytes(bytes: Uint8Array): void {
    this.uint(bytes.length);
    this.raw(bytes);
  }

  text(text: string): void {
    this.bytes(utf8ToBytes(text));
  }

  /** Everything written. */
  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

export class ByteSource {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** An unsigned number of at most `bits` bits. `at` names the field in a refusal, here and below. */
  big(at: string, bits: number): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = need(this.#bytes[this.#at] ?? null, at);
      this.#at++;
      value |= BigInt(byte & 127) << shift;
      need(value < 1n << BigInt(bits) ? true : null, at);
      if (byte < 128) return value;
      need(shift <= BigInt(bits) ? true : null, at);
    }
  }

  uint(at: string, max: number): number {
    const value = this.big(at, 53);
    return need(value <= BigInt(max) ? Number(value) : null, at);
  }

  int(at: string, [min, max]: readonly [number, number]): number {
    const wide = this.big(at, 54);
    const value = Number(wide % 2n === 0n ? wide / 2n : -(wide + 1n) / 2n);
    return need(value >= min && value <= max ? value : null, at);
  }

  /** As written by `round`; below 2^bits. */
  roundBig(at: string, bits: number): bigint {
    const packed = this.big(at, bits + 5);
    const value = (packed >> 5n) * 10n ** (packed & 31n);
    return need(value < 1n << BigInt(bits) ? value : null, at);
  }

  round(at: string, max: number): number {
    const value = this.roundBig(at, 53);
    return need(value <= BigInt(max) ? Number(value) : null, at);
  }

  option(at: string, max: number): number | null {
    const value = this.uint(at, max + 1);
    return value === 0 ? null : value - 1;
  }

  raw(at: string, length: number): Uint8Array {
    const bytes = need(this.#at + length <= this.#bytes.length ? this.#bytes.slice(this.#at, this.#at + length) : null, at);
    this.#at += length;
    return bytes;
  }

  bytes(at: string, max: number): Uint8Array {
    return this.raw(at, this.uint(at, max));
  }

  /** Well-formed UTF-8 of at most `max` bytes. */
  text(at: string, max: number): string {
    return need(bytesToUtf8(this.bytes(at, max)), at);
  }

  isDone(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Refuses what is left over. */
  end(at: string): void {
    need(this.isDone() ? true : null, at);
  }
}
