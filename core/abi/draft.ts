// What a person types into a form, as a tree of texts shaped like the type, and the value it stands for. What cannot be read is a refusal with its place.
import { required } from '../base/assert.ts';
import { bytesToBigint } from '../base/bytes.ts';
import { FELT_PRIME, type Felt, isFelt, toFelt } from '../base/felt.ts';
import { bytesToHex, hexToBytes } from '../base/hex.ts';
import { ABI_FIELD_CHARACTERS_MAX, CALLDATA_FELTS_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import { bytesToUtf8, utf8ToBytes } from '../base/utf8.ts';
import type { AbiMember, AbiType, AbiValue, IntegerType } from './abi-type.ts';

/** Leaves (integer, wide, bool, byte_array, unknown) are texts; lists have an item for each part. */
export type Draft = string | readonly Draft[] | { readonly variant: number; readonly value: Draft };

/** `at` is the place in the form, such as `pairs[2].amount`. */
export type DraftRefusal =
  | { readonly code: 'NotANumber' | 'NotYesOrNo' | 'NotFelts' | 'TooLong' | 'WrongShape'; readonly at: string }
  | { readonly code: 'OutOfRange'; readonly at: string; readonly min: bigint; readonly max: bigint };

/** The empty form of a type. */
export const emptyDraft = (type: AbiType): Draft => {
  switch (type.kind) {
    case 'integer':
    case 'wide':
    case 'byte_array':
    case 'unknown':
      return '';
    case 'bool':
      return 'false';
    case 'array':
      return [];
    case 'fixed':
      return Array.from({ length: type.length }, () => emptyDraft(type.item));
    case 'tuple':
      return type.items.map(emptyDraft);
    case 'struct':
      return type.members.map((member) => emptyDraft(member.type));
    case 'enum': {
      const [first] = type.variants;
      return { variant: 0, value: first === undefined ? '' : emptyDraft(first.type) };
    }
  }
};

class Refused extends Error {
  readonly refusal: DraftRefusal;
  constructor(refusal: DraftRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}
const refuse = (refusal: DraftRefusal): never => {
  throw new Refused(refusal);
};

/** The values of a form with these fields. */
export const readDrafts = (fields: readonly AbiMember[], drafts: readonly Draft[]): Result<readonly AbiValue[], DraftRefusal> => {
  try {
    return ok(fields.map(({ name, type }, i) => read(type, drafts[i] ?? '', name)));
  } catch (thrown) {
    if (thrown instanceof Refused) return err(thrown.refusal);
    throw thrown;
  }
};

const read = (type: AbiType, draft: Draft, at: string): AbiValue => {
  switch (type.kind) {
    case 'integer':
      return readInteger(type, textOf(draft, at), at);
    case 'wide':
      return inRange(numberOf(textOf(draft, at), at), [0n, (1n << BigInt(128 * type.limbs)) - 1n], at);
    case 'bool': {
      const text = textOf(draft, at);
      return text === 'true' || (text === 'false' ? false : refuse({ code: 'NotYesOrNo', at }));
    }
    case 'byte_array':
      return readBytes(textOf(draft, at));
    case 'array':
      return partsOf(draft, at, null).map((item, i) => read(type.item, item, `${at}[${i}]`));
    case 'fixed':
      return partsOf(draft, at, type.length).map((item, i) => read(type.item, item, `${at}[${i}]`));
    case 'tuple':
      return partsOf(draft, at, type.items.length).map((item, i) => read(required(type.items[i], 'read: an item'), item, `${at}.${i}`));
    case 'struct':
      return partsOf(draft, at, type.members.length).map((item, i) => {
        const member = required(type.members[i], 'read: a member');
        return read(member.type, item, `${at}.${member.name}`);
      });
    case 'enum': {
      const chosen = typeof draft === 'object' && 'variant' in draft ? draft : refuse({ code: 'WrongShape', at });
      const variant = type.variants[chosen.variant] ?? refuse({ code: 'WrongShape', at });
      return { variant: chosen.variant, value: read(variant.type, chosen.value, `${at}.${variant.name}`) };
    }
    case 'unknown':
      return readFelts(textOf(draft, at), at);
  }
};

const textOf = (draft: Draft, at: string): string => {
  if (typeof draft !== 'string') return refuse({ code: 'WrongShape', at });
  return draft.length <= ABI_FIELD_CHARACTERS_MAX ? draft : refuse({ code: 'TooLong', at });
};

const partsOf = (draft: Draft, at: string, length: number | null): readonly Draft[] => {
  const parts = Array.isArray(draft) ? (draft as readonly Draft[]) : refuse({ code: 'WrongShape', at });
  if (parts.length > CALLDATA_FELTS_MAX) refuse({ code: 'TooLong', at });
  return length === null || parts.length === length ? parts : refuse({ code: 'WrongShape', at });
};

/** Decimal or 0x digits with an optional minus; underscores and spaces between digits are let be. */
const wholeNumber = (text: string): bigint | null => {
  const plain = text.trim().replaceAll(/(?<=[\da-fA-F])[_ ](?=[\da-fA-F])/g, '');
  const found = /^(-?)(0x[0-9a-fA-F]{1,128}|\d{1,160})$/.exec(plain);
  if (found === null) return null;
  const size = BigInt(found[2] ?? '');
  return found[1] === '-' ? -size : size;
};

const numberOf = (text: string, at: string): bigint => wholeNumber(text) ?? refuse({ code: 'NotANumber', at });

const inRange = (value: bigint, [min, max]: readonly [bigint, bigint], at: string): bigint =>
  value >= min && value <= max ? value : refuse({ code: 'OutOfRange', at, min, max });

/** A felt may be written as a short string in quotes, of at most 31 printable ASCII characters. */
const readInteger = ({ min, max, look }: IntegerType, text: string, at: string): bigint => {
  const short = look === 'felt' ? /^\s*(['"])([\x20-\x7e]{0,31})\1\s*$/.exec(text) : null;
  if (short !== null) return inRange(bytesToBigint(utf8ToBytes(short[2] ?? '')), [min, max], at);
  const value = numberOf(text, at);
  // -1 is a felt: P - 1.
  const isNegativeFelt = value < 0n && value > -FELT_PRIME && min === 0n && max === FELT_PRIME - 1n;
  return inRange(isNegativeFelt ? value + FELT_PRIME : value, [min, max], at);
};

const HEX_BYTES = /^0x(?:[0-9a-fA-F]{2})*$/;

/** Text as UTF-8, or bytes where it is an even number of digits behind 0x. */
const readBytes = (text: string): Uint8Array => (HEX_BYTES.test(text) ? hexToBytes(text) : utf8ToBytes(text));

const readFelts = (text: string, at: string): readonly Felt[] => {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length > CALLDATA_FELTS_MAX) refuse({ code: 'TooLong', at });
  return words.map((word, i) => {
    const value = wholeNumber(word);
    return value !== null && isFelt(value) ? toFelt(value) : refuse({ code: 'NotFelts', at: `${at}[${i}]` });
  });
};

// ── and back ──

/** The form that reads as the value: the other way round. */
export const draftOf = (type: AbiType, value: AbiValue): Draft => {
  switch (type.kind) {
    case 'integer':
      return type.look === 'number' ? (value as bigint).toString() : `0x${(value as bigint).toString(16)}`;
    case 'wide':
    case 'bool':
      return (value as bigint | boolean).toString();
    case 'byte_array': {
      const text = bytesToUtf8(value as Uint8Array);
      return text === null || HEX_BYTES.test(text) ? `0x${bytesToHex(value as Uint8Array)}` : text;
    }
    case 'array':
    case 'fixed':
      return (value as readonly AbiValue[]).map((item) => draftOf(type.item, item));
    case 'tuple':
      return type.items.map((item, i) => draftOf(item, partOf(value, i)));
    case 'struct':
      return type.members.map((member, i) => draftOf(member.type, partOf(value, i)));
    case 'enum': {
      const { variant, value: content } = value as Extract<AbiValue, { readonly variant: number }>;
      return { variant, value: draftOf(required(type.variants[variant], 'draftOf: a variant').type, content) };
    }
    case 'unknown':
      return (value as readonly bigint[]).map((felt) => `0x${felt.toString(16)}`).join(' ');
  }
};

const partOf = (value: AbiValue, i: number): AbiValue => required((value as readonly AbiValue[])[i], 'draftOf: a part');
