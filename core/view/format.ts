// Short texts for identifiers and quantities that read the same in every language. Sentences live in the page's message catalogue.
import { type Felt, feltToHex, isFelt } from '../base/felt.ts';
import type { ProcessId, ValidatorIndex } from '../types/ids.ts';
import { BATCHER_SLOT, slotOf, validatorOf } from '../types/ids.ts';

/** `V1` for the validator of index 0; in a network of `validators`, `N1` for the first full node after them. */
export const validatorName = (index: ValidatorIndex | number, validators: number = Infinity): string =>
  index < validators ? `V${index + 1}` : `N${index - validators + 1}`;

/** Names of validators in the order given; three or more in a row as `V1–V40`. */
export const validatorNames = (indexes: readonly number[]): string => {
  const parts: string[] = [];
  for (let i = 0; i < indexes.length;) {
    let end = i;
    while (indexes[end + 1] === (indexes[end] ?? 0) + 1) end++;
    const row = indexes.slice(i, end + 1).map((index) => validatorName(index));
    parts.push(row.length < 3 ? row.join(', ') : `${row[0]}–${row.at(-1)}`);
    i = end + 1;
  }
  return parts.join(', ');
};

/** `0x3f2a…9c01`, or the whole number when it is short. */
export const shortFelt = (felt: Felt | bigint): string => shortHex(`0x${felt.toString(16)}`);

/** The same for a hex text. */
export const shortHex = (hex: string): string => (hex.length <= 13 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`);

/** All digits, `0x` in front; also the key of a felt in maps and tables. */
export const fullFelt = (felt: Felt): string => feltToHex(felt);

/** `12.345678` seconds; always six decimals, so that equal times look equal. */
export const formatSeconds = (us: number): string => {
  const whole = Math.floor(us / 1_000_000);
  return `${whole}.${String(Math.floor(us % 1_000_000)).padStart(6, '0')}`;
};

/** `12.345` seconds: for the dock, where microseconds would flicker. */
export const formatMilliseconds = (us: number): string => formatSeconds(us).slice(0, -3);

const FRI_PER_STRK = 10n ** 18n;

/** Fri as STRK with up to `digits` decimals, cut and not rounded; trailing zeros removed. */
export const formatStrk = (fri: bigint, digits = 6): string => {
  const sign = fri < 0n ? '-' : '';
  const size = fri < 0n ? -fri : fri;
  const fraction = (size % FRI_PER_STRK).toString().padStart(18, '0').slice(0, digits).replace(/0+$/, '');
  return `${sign}${size / FRI_PER_STRK}${fraction === '' ? '' : `.${fraction}`}`;
};

/** Text such as `1.5` as fri, or null when it is no decimal number of at most 18 decimals. */
export const parseStrk = (text: string): bigint | null => {
  const match = /^(\d{1,20})(?:\.(\d{0,18}))?$/.exec(text.trim());
  if (match === null) return null;
  return BigInt(match[1] ?? '0') * FRI_PER_STRK + BigInt((match[2] ?? '').padEnd(18, '0'));
};

/** Which half of a card a process is. */
export type Chamber = 'consensus' | 'batcher';
export const chamberOf = (process: ProcessId): Chamber => (slotOf(process) >= BATCHER_SLOT ? 'batcher' : 'consensus');

/** The validator and chamber of a process. */
export const placeOf = (process: ProcessId): { readonly validator: ValidatorIndex; readonly chamber: Chamber } => ({
  validator: validatorOf(process),
  chamber: chamberOf(process),
});

/** The felt of a hex or decimal text, or null when it is none or not below P. */
export const feltOfText = (text: string): Felt | null => {
  const clean = text.trim();
  if (!/^(?:0x[0-9a-fA-F]{1,64}|\d{1,77})$/.test(clean)) return null;
  const value = BigInt(clean);
  return isFelt(value) ? value : null;
};
