// Panic data as text: hex, with the short string behind it where the felt is one; a byte array panic as a quoted string.
// Source: execution.md 7.9 and the formatting of the Cairo runner it names. Everything produced is ASCII, so characters are bytes.
import { bigintToBytes } from '../base/bytes.ts';
import { type Felt, FELT_BYTES, feltFromHex, feltToHex } from '../base/felt.ts';

/** First felt of a panic with a byte array. */
const BYTE_ARRAY_MAGIC: Felt = feltFromHex('0x46a6158a16a947e5916b2a2ca68501a45e93d7110e81aa2d6438b1c57c879a3');
const BYTES_IN_WORD = 31;

/** Graphic ASCII, or one of the five white-space characters. */
const isPrintable = (byte: number): boolean => (byte >= 0x20 && byte <= 0x7e) || byte === 9 || byte === 10 || byte === 12 || byte === 13;

/** Big-endian without leading zeros; 0 is one zero byte. */
const significantBytes = (felt: Felt): Uint8Array => {
  const bytes = bigintToBytes(felt, FELT_BYTES);
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.slice(first === -1 ? FELT_BYTES - 1 : first);
};

/** Printable characters, then zero bytes only; null when it is no short string. 0 is the empty one. */
const shortString = (felt: Felt): string | null => {
  const bytes = significantBytes(felt);
  const end = bytes.indexOf(0);
  const characters = end === -1 ? bytes : bytes.subarray(0, end);
  if (end !== -1 && bytes.subarray(end).some((byte) => byte !== 0)) return null;
  return characters.every(isPrintable) ? String.fromCharCode(...characters) : null;
};

const escapeByte = (byte: number): string => {
  if (byte === 0) return String.raw`\0`;
  return isPrintable(byte) ? String.fromCharCode(byte) : String.raw`\x${byte.toString(16).padStart(2, '0')}`;
};

/** A word of a byte array, `length` bytes long, other bytes escaped; null when it does not fit. */
const wordText = (word: Felt, length: number): string | null => {
  if (length === 0) return '';
  const bytes = significantBytes(word);
  if (length > BYTES_IN_WORD || bytes.length > length) return null;
  return String.raw`\0`.repeat(length - bytes.length) + [...bytes].map(escapeByte).join('');
};

type Item = { readonly text: string; readonly felts: number };

/** The byte array after its magic felt at `at`, or null when the data is not shaped like one. */
const byteArray = (data: readonly Felt[], at: number): Item | null => {
  const fullWords = data[at + 1];
  if (fullWords === undefined || fullWords > BigInt(data.length)) return null;
  const n = Number(fullWords);
  const pending = data[at + 2 + n];
  const pendingLength = data[at + 3 + n];
  if (pending === undefined || pendingLength === undefined || pendingLength > BigInt(BYTES_IN_WORD)) return null;
  const words = [...data.slice(at + 2, at + 2 + n).map((word) => wordText(word, BYTES_IN_WORD)), wordText(pending, Number(pendingLength))];
  return words.includes(null) ? null : { text: `"${words.join('')}"`, felts: n + 4 };
};

const feltItem = (felt: Felt): Item => {
  const text = shortString(felt);
  return { text: text === null ? feltToHex(felt) : `${feltToHex(felt)} ('${text}')`, felts: 1 };
};

/** One item bare, none or several as `(a, b)`. */
export const panicText = (data: readonly Felt[]): string => {
  const items: string[] = [];
  for (let at = 0; at < data.length;) {
    const felt = data[at];
    if (felt === undefined) break;
    const item = (felt === BYTE_ARRAY_MAGIC ? byteArray(data, at) : null) ?? feltItem(felt);
    items.push(item.text);
    at += item.felts;
  }
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : `(${items.join(', ')})`;
};

/** 0x and exactly 64 digits, as blockifier prints addresses and hashes. */
export const feltText = (felt: Felt): string => `0x${felt.toString(16).padStart(64, '0')}`;
