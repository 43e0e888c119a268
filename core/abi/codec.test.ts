// The law decode∘encode over random types and values, starknet.js as the foreign answer, and tables of what is refused.
import fc from 'fast-check';
import { cairo, CairoByteArray, CairoCustomEnum, CairoOption, CairoResult, CallData } from 'starknet';
import { describe, expect, test } from 'vitest';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { selectorOf } from '../crypto/keccak.ts';
import type { AbiType, AbiValue } from './abi-type.ts';
import { decodeAll, decodeEvent, encodeAll, encodeValue } from './codec.ts';
import { draftOf, emptyDraft, readDrafts } from './draft.ts';
import { parseAbi } from './parse-abi.ts';
import { createResolver } from './resolve.ts';
import { showValue } from './show.ts';

const resolve = createResolver(new Map());
const FELT = 'core::felt252';
const of = (name: string): AbiType => resolve(name);

// ── random types with values ──

const LEAVES = [
  FELT,
  'core::bool',
  ...[8, 16, 32, 64, 128].flatMap((bits) => [`core::integer::u${bits}`, `core::integer::i${bits}`]),
  'core::integer::u256',
  'core::integer::u512',
  'core::bytes_31::bytes31',
  'core::byte_array::ByteArray',
  'core::starknet::contract_address::ContractAddress',
  'core::starknet::class_hash::ClassHash',
  'core::starknet::eth_address::EthAddress',
  'core::internal::bounded_int::BoundedInt::<-3, 300>',
].map(of);
const members = (item: fc.Arbitrary<AbiType>) =>
  fc.array(item, { maxLength: 3 }).map((types) => types.map((type, i) => ({ name: `m${i}`, type })));
const { type: anyType } = fc.letrec<{ type: AbiType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...LEAVES),
    tie('type').map((item): AbiType => ({ kind: 'array', item })),
    fc.tuple(tie('type'), fc.nat(3)).map(([item, length]): AbiType => ({ kind: 'fixed', item, length })),
    fc.array(tie('type'), { maxLength: 3 }).map((items): AbiType => ({ kind: 'tuple', items })),
    members(tie('type')).map((list): AbiType => ({ kind: 'struct', name: 'S', members: list })),
    members(tie('type'))
      .filter((list) => list.length > 0)
      .map((list): AbiType => ({ kind: 'enum', name: 'E', variants: list })),
  ),
}));
const valueOf = (type: AbiType): fc.Arbitrary<AbiValue> => {
  switch (type.kind) {
    case 'integer':
      return fc.oneof(fc.bigInt(type.min, type.max), fc.constantFrom(type.min, type.max));
    case 'bool':
      return fc.boolean();
    case 'wide':
      return fc.bigInt(0n, (1n << BigInt(128 * type.limbs)) - 1n);
    case 'byte_array':
      return fc.oneof(
        fc.uint8Array({ maxLength: 70 }),
        fc.string().map((text) => new TextEncoder().encode(text)),
      );
    case 'array':
      return fc.array(valueOf(type.item), { maxLength: 3 });
    case 'fixed':
      return fc.array(valueOf(type.item), { minLength: type.length, maxLength: type.length });
    case 'tuple':
      return fc.tuple(...type.items.map(valueOf));
    case 'struct':
      return fc.tuple(...type.members.map((member) => valueOf(member.type)));
    case 'enum':
      return fc
        .nat(type.variants.length - 1)
        .chain((variant) => valueOf(type.variants[variant]!.type).map((value) => ({ variant, value })));
    case 'unknown':
      return fc.array(fc.bigInt(0n, FELT_PRIME - 1n));
  }
};
const typed = fc.array(
  anyType.chain((type) => valueOf(type).map((value) => ({ type, value }))),
  { maxLength: 4 },
);

describe('codec', () => {
  test('codec: what is encoded is decoded to the same values, and no felt is left', () => {
    fc.assert(
      fc.property(typed, (list) => {
        const types = list.map(({ type }) => type);
        const values = list.map(({ value }) => value);
        expect(decodeAll(types, encodeAll(types, values))).toEqual({ ok: true, value: values });
      }),
    );
  });

  test('codec: arbitrary felts are decoded or refused, and what is decoded encodes to the same felts', () => {
    fc.assert(
      fc.property(
        fc.array(anyType, { maxLength: 3 }),
        fc.array(fc.oneof(fc.bigInt(0n, 4n), fc.bigInt(0n, FELT_PRIME - 1n)), { maxLength: 12 }),
        (types, felts) => {
          const decoded = decodeAll(types, felts as Felt[]);
          const again = decoded.ok ? encodeAll(types, decoded.value) : felts;
          expect(again).toEqual(felts);
        },
      ),
    );
  });

  test('codec: a form that shows a value reads as that value, and every value has a text of one line', () => {
    fc.assert(
      fc.property(typed, (list) => {
        const fields = list.map(({ type }, i) => ({ name: `f${i}`, type }));
        const drafts = list.map(({ type, value }) => draftOf(type, value));
        expect(readDrafts(fields, drafts)).toEqual({ ok: true, value: list.map(({ value }) => value) });
        for (const { type, value } of list) expect(showValue(type, value)).not.toMatch(/[\n\r\u2028]/);
      }),
    );
  });

  test('codec: a list that says it is longer than felts can be is refused at once', () => {
    const units: AbiType = { kind: 'array', item: { kind: 'tuple', items: [] } };
    expect(decodeAll([units], [toFelt(10n ** 9n)])).toEqual({ ok: false, error: { code: 'OutOfRange', at: 0 } });
    expect(decodeAll([units, units], [toFelt(30_000), toFelt(30_000)])).toMatchObject({ error: { code: 'TooLarge' } });
  });

  test.each([
    ['core::bool', [2n], 'OutOfRange', 0],
    ['core::integer::u8', [256n], 'OutOfRange', 0],
    ['core::integer::i8', [128n], 'OutOfRange', 0],
    ['core::integer::u256', [1n], 'TooShort', 1],
    ['core::integer::u256', [1n, 1n << 128n], 'OutOfRange', 1],
    [FELT, [1n, 2n], 'TooLong', 1],
    ['core::byte_array::ByteArray', [0n, 256n, 1n], 'OutOfRange', 1],
    ['core::byte_array::ByteArray', [0n, 0n, 31n], 'OutOfRange', 2],
    ['core::byte_array::ByteArray', [5n, 0n, 0n], 'TooShort', 3],
    ['core::option::Option::<core::felt252>', [2n], 'OutOfRange', 0],
    ['core::array::Array::<core::felt252>', [3n, 1n], 'TooShort', 2],
  ])('codec: %s refuses %s with %s at felt %i', (name, felts, code, at) => {
    expect(decodeAll([of(name)], felts.map(toFelt))).toEqual({ ok: false, error: { code, at } });
  });

  test('codec: an unknown type takes what is left, and writes felts as they are', () => {
    const felts = [7n, 8n].map(toFelt);
    const types = [of('core::bool'), of('my::Thing')];
    expect(types[1]).toEqual({ kind: 'unknown', name: 'Thing', why: 'undefined_type' });
    expect(decodeAll(types, [toFelt(1), ...felts])).toEqual({ ok: true, value: [true, felts] });
    expect(encodeAll(types, [true, felts])).toEqual([1n, 7n, 8n]);
  });

  test('codec: a value that is none of its type stops the run', () => {
    expect(() => encodeValue(of('core::integer::u8'), 256n)).toThrow('encodeValue');
    expect(() => encodeAll([of(FELT)], [])).toThrow('encodeAll');
  });
});

// ── the foreign answer ──

const MEMBERS = [
  { name: 'small', type: 'core::integer::i16' },
  { name: 'wide', type: 'core::integer::u256' },
];
const FOREIGN_ABI = [
  { type: 'struct', name: 'core::starknet::eth_address::EthAddress', members: [{ name: 'address', type: FELT }] },
  { type: 'struct', name: 'a::Inner', members: MEMBERS },
  {
    type: 'enum',
    name: 'a::Choice',
    variants: [
      { name: 'Left', type: '()' },
      { name: 'Right', type: 'a::Inner' },
    ],
  },
  {
    type: 'enum',
    name: 'core::option::Option::<core::integer::u8>',
    variants: [
      { name: 'Some', type: 'core::integer::u8' },
      { name: 'None', type: '()' },
    ],
  },
  {
    type: 'enum',
    name: 'core::result::Result::<core::felt252, core::integer::u8>',
    variants: [
      { name: 'Ok', type: FELT },
      { name: 'Err', type: 'core::integer::u8' },
    ],
  },
  {
    type: 'interface',
    name: 'a::I',
    items: [
      {
        type: 'function',
        name: 'all',
        inputs: [
          { name: 'felt', type: FELT },
          { name: 'yes', type: 'core::bool' },
          { name: 'inner', type: 'a::Inner' },
          { name: 'list', type: 'core::array::Array::<core::integer::u64>' },
          { name: 'nested', type: 'core::array::Span::<core::array::Span::<core::felt252>>' },
          { name: 'pair', type: '(core::integer::u128, core::bool)' },
          { name: 'choice', type: 'a::Choice' },
          { name: 'perhaps', type: 'core::option::Option::<core::integer::u8>' },
          { name: 'outcome', type: 'core::result::Result::<core::felt252, core::integer::u8>' },
          { name: 'who', type: 'core::starknet::contract_address::ContractAddress' },
          { name: 'bytes', type: 'core::bytes_31::bytes31' },
          { name: 'ether', type: 'core::starknet::eth_address::EthAddress' },
          { name: 'three', type: '[core::integer::u8; 3]' },
          { name: 'vast', type: 'core::integer::u512' },
        ],
        outputs: [],
        state_mutability: 'external',
      },
    ],
  },
];

describe('codec against starknet.js', () => {
  const parsed = parseAbi(FOREIGN_ABI);
  const [all] = parsed.ok ? parsed.value.functions : [];
  const inner = fc.record({
    small: fc.bigInt(-(2n ** 15n), 2n ** 15n - 1n),
    wide: fc.bigInt(0n, 2n ** 256n - 1n),
  });
  const felt = fc.bigInt(0n, FELT_PRIME - 1n);

  test('codec: the same calldata for every standard type', () => {
    fc.assert(
      fc.property(
        fc.record({
          felt,
          yes: fc.boolean(),
          inner,
          list: fc.array(fc.bigInt(0n, 2n ** 64n - 1n), { maxLength: 4 }),
          nested: fc.array(fc.array(felt, { maxLength: 3 }), { maxLength: 3 }),
          pair: fc.tuple(fc.bigInt(0n, 2n ** 128n - 1n), fc.boolean()),
          choice: fc.option(inner),
          perhaps: fc.option(fc.nat(255)),
          outcome: fc.oneof(felt, fc.nat(255)),
          who: fc.bigInt(1n, 2n ** 250n),
          bytes: fc.bigInt(2n ** 240n, 2n ** 247n),
          ether: fc.bigInt(1n, 2n ** 160n - 1n),
          three: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)),
          vast: fc.bigInt(0n, 2n ** 512n - 1n),
        }),
        (r) => {
          const innerOf = (v: typeof r.inner): AbiValue => [v.small, v.wide];
          const isErr = typeof r.outcome === 'number';
          const mine = encodeAll(
            all!.inputs.map(({ type }) => type),
            [
              r.felt,
              r.yes,
              innerOf(r.inner),
              r.list,
              r.nested,
              r.pair,
              r.choice === null ? { variant: 0, value: [] } : { variant: 1, value: innerOf(r.choice) },
              r.perhaps === null ? { variant: 1, value: [] } : { variant: 0, value: BigInt(r.perhaps) },
              { variant: isErr ? 1 : 0, value: BigInt(r.outcome) },
              r.who,
              r.bytes,
              r.ether,
              r.three.map(BigInt),
              r.vast,
            ],
          );
          const foreign = new CallData(FOREIGN_ABI as never).compile('all', {
            ...r,
            pair: cairo.tuple(r.pair[0], r.pair[1]),
            choice: new CairoCustomEnum(r.choice === null ? { Left: {} } : { Right: r.choice }),
            perhaps: r.perhaps === null ? new CairoOption(1) : new CairoOption(0, r.perhaps),
            outcome: new CairoResult(isErr ? 1 : 0, r.outcome),
            bytes: `0x${r.bytes.toString(16).padStart(62, '0')}`,
            ether: `0x${r.ether.toString(16)}`,
          });
          expect(mine.map(String)).toEqual(foreign.map((value) => BigInt(value).toString()));
        },
      ),
    );
  });
});

test('codec: a ByteArray of any text has the felts that starknet.js gives it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
      const mine = encodeValue(of('core::byte_array::ByteArray'), new TextEncoder().encode(text));
      expect(mine).toEqual(new CairoByteArray(text).toApiRequest().map(BigInt));
    }),
  );
});

describe('codec of events', () => {
  const parsed = parseAbi([
    {
      type: 'event',
      name: 'a::Moved',
      kind: 'struct',
      members: [
        { name: 'from', type: FELT, kind: 'key' },
        { name: 'amount', type: 'core::integer::u256', kind: 'data' },
        { name: 'to', type: FELT, kind: 'key' },
      ],
    },
    { type: 'event', name: 'b::Event', kind: 'enum', variants: [{ name: 'Moved', type: 'a::Moved', kind: 'nested' }] },
    {
      type: 'event',
      name: 'a::Event',
      kind: 'enum',
      variants: [
        { name: 'Part', type: 'b::Event', kind: 'nested' },
        { name: 'Flat', type: 'c::Event', kind: 'flat' },
      ],
    },
    { type: 'event', name: 'c::Event', kind: 'enum', variants: [{ name: 'Gone', type: 'c::Gone', kind: 'nested' }] },
    { type: 'event', name: 'c::Gone', kind: 'struct', members: [] },
  ]);
  const events = parsed.ok ? parsed.value.events : [];

  test('events: nested variants put their selectors first, flat ones do not, and members keep their order', () => {
    const keys = [selectorOf('Part'), selectorOf('Moved'), toFelt(1), toFelt(2)];
    expect(decodeEvent(events, keys, [toFelt(5), toFelt(0)])).toEqual({ event: events[0], values: [1n, 5n, 2n] });
    expect(events[0]?.name).toBe('Moved');
    expect(decodeEvent(events, [selectorOf('Gone')], [])?.event.name).toBe('Gone');
  });

  test('events: other keys, or data that does not fit, are no event of the ABI', () => {
    expect(decodeEvent(events, [selectorOf('Moved'), toFelt(1), toFelt(2)], [toFelt(5), toFelt(0)])).toBeNull();
    expect(decodeEvent(events, [selectorOf('Part'), selectorOf('Moved'), toFelt(1), toFelt(2)], [toFelt(5)])).toBeNull();
  });
});

describe('drafts', () => {
  const refusal = (name: string, draft: Parameters<typeof readDrafts>[1][number]) => {
    const result = readDrafts([{ name: 'x', type: of(name) }], [draft]);
    return result.ok ? result.value[0] : `${result.error.code} ${result.error.at}`;
  };
  test.each([
    [FELT, "'cat'", 0x636174n],
    [FELT, '-1', FELT_PRIME - 1n],
    [FELT, ' 1_000 000 ', 1_000_000n],
    [FELT, 'cat', 'NotANumber x'],
    [FELT, '', 'NotANumber x'],
    [FELT, `0x${FELT_PRIME.toString(16)}`, 'OutOfRange x'],
    ['core::integer::u8', '256', 'OutOfRange x'],
    ['core::integer::u8', '-1', 'OutOfRange x'],
    ['core::integer::i8', '-128', -128n],
    ['core::bool', 'maybe', 'NotYesOrNo x'],
    ['core::integer::u256', `0x${'f'.repeat(64)}`, 2n ** 256n - 1n],
    ['core::integer::u256', `0x1${'0'.repeat(64)}`, 'OutOfRange x'],
    ['core::array::Array::<core::bool>', ['true', 'x'], 'NotYesOrNo x[1]'],
    ['core::array::Array::<core::bool>', 'true', 'WrongShape x'],
    ['(core::bool, core::integer::u8)', ['true', '300'], 'OutOfRange x.1'],
    ['core::option::Option::<core::integer::u8>', { variant: 0, value: 'z' }, 'NotANumber x.Some'],
    ['core::option::Option::<core::integer::u8>', { variant: 5, value: '' }, 'WrongShape x'],
    ['some::Thing', '1, 0x2\n3', [1n, 2n, 3n]],
    ['some::Thing', '1 -2', 'NotFelts x[1]'],
    ['core::byte_array::ByteArray', '0xc0ff', Uint8Array.of(0xc0, 0xff)],
  ])('drafts: a %s written %o is read as %s', (name, draft, expected) => {
    expect(refusal(name, draft)).toEqual(expected);
  });

  test('drafts: an empty form of nothing but lists, options and yes or no is complete', () => {
    const type: AbiType = { kind: 'struct', name: 'S', members: [{ name: 'a', type: of('core::array::Array::<core::felt252>') }] };
    expect(readDrafts([{ name: 'x', type }], [emptyDraft(type)])).toEqual({ ok: true, value: [[[]]] });
  });
});
