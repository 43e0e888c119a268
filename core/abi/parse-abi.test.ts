// ABIs of our own contracts, generic and recursive types, and hostile ABIs: each is one refusal with its place or is read, never an exception.
// oxlint-disable-next-line import/no-nodejs-modules -- reads our own ABIs, in the test only
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ABI_CHARACTERS_MAX } from '../base/limits.ts';
import { selectorOf } from '../crypto/keccak.ts';
import type { Abi } from './abi-type.ts';
import { parseAbi } from './parse-abi.ts';
import { typeName } from './show.ts';

const FELT = 'core::felt252';
const read = (source: unknown): Abi => {
  const parsed = parseAbi(source);
  if (!parsed.ok) throw new Error(`refused at ${parsed.error.at}`);
  return parsed.value;
};
const typed = (type: string, ...definitions: readonly unknown[]) =>
  read([...definitions, { type: 'function', name: 'f', inputs: [{ name: 'x', type }], outputs: [] }]).functions[0]!.inputs[0]!.type;

describe('parse abi', () => {
  test('parse abi: the counter has its functions, constructor and event', () => {
    const abi = read(readFileSync('public/classes/counter.abi.json', 'utf8'));
    expect(abi.functions.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['get view', 'increase external']);
    expect(abi.functions[1]?.selector).toBe(selectorOf('increase'));
    expect(abi.constructor?.inputs.map(({ name, type }) => `${name}: ${typeName(type)}`)).toEqual(['start: felt252']);
    expect(abi.events).toMatchObject([{ name: 'Increased', selectors: [selectorOf('Increased')] }]);
    expect(abi.events[0]?.members.map(({ name, isKey }) => [name, isKey])).toEqual([
      ['by_whom', true],
      ['amount', false],
      ['count', false],
    ]);
  });

  test.each(['account', 'bridge', 'erc20', 'exchange', 'probe', 'universal-deployer'])('parse abi: %s has no unknown type', (name) => {
    const { functions } = read(readFileSync(`public/classes/${name}.abi.json`, 'utf8'));
    const types = functions.flatMap(({ inputs, outputs }) => [...inputs.map(({ type }) => type), ...outputs]);
    expect(types.filter(({ kind }) => kind === 'unknown')).toEqual([]);
  });

  test('parse abi: generic definitions are found whatever the spaces in their names', () => {
    const pair = { type: 'struct', name: 'a::Pair::<core::felt252,  core::bool>', members: [{ name: 'first', type: FELT }] };
    expect(typeName(typed('a::Pair::<core::felt252, core::bool>', pair))).toBe('Pair<felt252,bool>');
    expect(typed('core::array::Array::<@a::Pair::<core::felt252,core::bool>>', pair)).toMatchObject({ item: { kind: 'struct' } });
  });

  test('parse abi: what holds itself, or an unknown type, or too much, is unknown as a whole', () => {
    const tree = { type: 'struct', name: 'a::Tree', members: [{ name: 'below', type: 'core::array::Array::<a::Tree>' }] };
    expect(typed('(core::bool, a::Tree)', tree)).toEqual({ kind: 'unknown', name: '(bool,Tree)', why: 'recursive' });
    expect(typed('core::array::Array::<b::Missing>')).toMatchObject({ kind: 'unknown', why: 'undefined_type' });
    const doubling = Array.from({ length: 40 }, (_, i) => ({
      type: 'struct',
      name: `a::D${i}`,
      members: ['left', 'right'].map((name) => ({ name, type: i === 39 ? FELT : `a::D${i + 1}` })),
    }));
    expect(typed('a::D0', ...doubling)).toMatchObject({ kind: 'unknown', why: 'too_large' });
    expect(typed('[core::bool; 100000]')).toMatchObject({ kind: 'unknown', why: 'too_large' });
  });

  test.each([
    ['no JSON', '[{', 'NotJson', 'abi'],
    ['no list', {}, 'WrongShape', 'abi'],
    ['an item that is none', [7], 'WrongShape', 'abi[0]'],
    ['markup in a name', [{ type: 'function', name: '<b>', inputs: [] }], 'WrongShape', 'abi[0].name'],
    ['an input without a type', [{ type: 'function', name: 'f', inputs: [{ name: 'x' }] }], 'WrongShape', 'abi[0].inputs[0].type'],
    ['a long name', [{ type: 'function', name: 'f'.repeat(201), inputs: [] }], 'WrongShape', 'abi[0].name'],
    [
      'two constructors',
      [
        { type: 'constructor', name: 'a', inputs: [] },
        { type: 'constructor', name: 'b', inputs: [] },
      ],
      'WrongShape',
      'abi[1]',
    ],
    ['too many items', Array.from({ length: 2_001 }, () => ({ type: 'impl' })), 'WrongShape', 'abi'],
    ['a text that is too long', ' '.repeat(ABI_CHARACTERS_MAX + 1), 'TooLarge', 'abi'],
    [
      'an event whose member has no kind',
      [{ type: 'event', name: 'E', kind: 'struct', members: [{ name: 'x', type: FELT }] }],
      'WrongShape',
      'abi[0].members[0].kind',
    ],
  ])('parse abi: %s is refused with its place', (_, source, code, at) => {
    expect(parseAbi(source)).toEqual({ ok: false, error: { code, at } });
  });

  test('parse abi: enums of events that hold each other end', () => {
    const loop = (name: string, type: string) => ({ type: 'event', name, kind: 'enum', variants: [{ name: 'V', type, kind: 'nested' }] });
    expect(read([loop('a', 'b'), loop('b', 'a'), loop('c', 'a')]).events).toEqual([]);
  });

  test('parse abi: random damage to an ABI is read or refused, never thrown', () => {
    const text = readFileSync('public/classes/erc20.abi.json', 'utf8');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 20 }), (at, length, insert) => {
        const parsed = parseAbi(text.slice(0, at) + insert + text.slice(at + length));
        expect(typeof (parsed.ok ? parsed.value.functions.length : parsed.error.at.length)).toBe('number');
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(typeof parseAbi(json).ok).toBe('boolean');
      }),
    );
  });
});
