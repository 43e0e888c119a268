// The probe's entry points that make one syscall each. What a syscall answers is returned as it is; a failure is a panic with the failure's data,
// except in the `try_…` entry points, which return 1 and the data. Source: execution.md 5.
import type { Builder } from '../asm/builder.ts';
import { copyFelts } from '../asm/calls.ts';
import type { Cell, Pointer, Value } from '../asm/cells.ts';
import { classHash, encoded, type Encoded, felt, span, type Span, u256 } from '../asm/codecs.ts';
import { type EntrySource, external } from '../asm/contract.ts';
import { executionInfo } from '../asm/syscalls.ts';

const FELTS = 'core::array::Array::<core::felt252>';
const list = span(FELTS);
const data = encoded(FELTS);

type Request = readonly (Value | Pointer)[];

const ends = (f: Builder, { start, length }: Span): readonly [Pointer, Cell] => [
  start,
  f.let('end of list', f.address('list', start), '+', length),
];

/** The felts between two addresses as an array: their number, then themselves; `head` felts before. */
const asArray = (f: Builder, { start, end }: Encoded, head: readonly Value[] = []): Encoded => {
  const out = f.allocate('returned data');
  [...head, f.let('number of felts', end, '-', start)].forEach((value, i) => f.store(out, i, value));
  const { after } = f.call(copyFelts, start, end, { cell: out, offset: head.length + 1 });
  return { start: out, end: f.let('end of returned data', after) };
};

const between = (f: Builder, response: Pointer, at: number): Encoded => ({
  start: f.load('start', response, at),
  end: f.load('end', response, at + 1),
});

/** A syscall that takes felts and answers with felts. */
const plain = (name: string, selector: string, inputs: readonly string[], outputs: number): EntrySource =>
  external({
    names: [name],
    inputs: Object.fromEntries(inputs.map((input) => [input, felt])),
    outputs: Array.from({ length: outputs }, () => felt),
    body: (f, values) => {
      const domain = selector.startsWith('Storage') ? [0n] : [];
      const response = f.syscall(selector, [...domain, ...inputs.map((input) => values[input] ?? 0n)], outputs);
      return Array.from({ length: outputs }, (_, i) => f.load(`answer ${i}`, response, i));
    },
  });

/** A call of code, by address or class hash; its answer is the returned data. */
type CallOf = { readonly name: string; readonly syscall: string; readonly tries: boolean };
const calling = ({ name, syscall, tries }: CallOf): EntrySource =>
  external({
    names: [name],
    inputs: { target: felt, selector: felt, calldata: list },
    outputs: [data],
    body: (f, { target, selector, calldata }) => {
      const request: Request = [target, selector, ...ends(f, calldata)];
      if (!tries) return [asArray(f, between(f, f.syscall(syscall, request, 2), 0))];
      const [failed, start, end] = f.trySyscall(
        { selector: syscall, inputs: request, response: 2 },
        {
          done: (response) => [0n, f.load('start', response, 0), f.load('end', response, 1)],
          failed: (from, to) => [1n, from, to],
        },
      );
      return [asArray(f, { start: f.toCell(start), end: f.toCell(end) }, [failed])];
    },
  });

/** Any failure of a syscall without lists, as data: [0, 0] or [1, n, data...]. */
const trying = (name: string, selector: string, inputs: readonly string[], response: number): EntrySource =>
  external({
    names: [name],
    inputs: Object.fromEntries(inputs.map((input) => [input, felt])),
    outputs: [data],
    body: (f, values) => {
      const none = f.allocate('no data');
      const [failed, start, end] = f.trySyscall(
        { selector, inputs: inputs.map((input) => values[input] ?? 0n), response },
        { done: () => [0n, none, none], failed: (from, to) => [1n, from, to] },
      );
      return [asArray(f, { start: f.toCell(start), end: f.toCell(end) }, [failed])];
    },
  });

const events = external({
  names: ['emit_event'],
  inputs: { keys: list, values: list },
  outputs: [],
  body: (f, { keys, values }) => {
    f.syscall('EmitEvent', [...ends(f, keys), ...ends(f, values)], 0);
    return [];
  },
});

const message = external({
  names: ['send_message_to_l1'],
  inputs: { to: felt, payload: list },
  outputs: [],
  body: (f, { to, payload }) => {
    f.syscall('SendMessageToL1', [to, ...ends(f, payload)], 0);
    return [];
  },
});

const deploy = external({
  names: ['deploy'],
  inputs: { class_hash: classHash, salt: felt, calldata: list, from_zero: felt },
  outputs: [felt],
  body: (f, { class_hash, salt, calldata, from_zero }) => [
    f.load('address', f.syscall('Deploy', [class_hash, salt, ...ends(f, calldata), from_zero], 3)),
  ],
});

const meta = external({
  names: ['meta_tx_v0'],
  inputs: { address: felt, selector: felt, calldata: list, signature: list },
  outputs: [data],
  body: (f, { address, selector, calldata, signature }) => [
    asArray(f, between(f, f.syscall('MetaTxV0', [address, selector, ...ends(f, calldata), ...ends(f, signature)], 2), 0)),
  ],
});

const info = external({
  names: ['get_execution_info'],
  inputs: {},
  outputs: Array.from({ length: 9 }, () => felt),
  body: (f) => {
    const seen = executionInfo(f);
    const [tx, block] = [seen.transaction(), seen.block()];
    const ofBlock = ['number', 'timestamp', 'sequencer'].map((name, i) => f.load(name, block, i));
    return [
      ...ofBlock,
      f.load('version', tx, 0),
      f.load('sender', tx, 1),
      f.load('hash', tx, 5),
      seen.caller(),
      seen.self(),
      seen.selector(),
    ];
  },
});

const keccak = external({
  names: ['keccak'],
  inputs: { words: list },
  outputs: [u256],
  body: (f, { words }) => {
    const response = f.syscall('Keccak', ends(f, words), 2);
    return [{ low: f.load('low', response, 0), high: f.load('high', response, 1) }];
  },
});

const tryKeccak = external({
  names: ['try_keccak'],
  inputs: { words: list },
  outputs: [data],
  body: (f, { words }) => {
    const none = f.allocate('no data');
    const [failed, start, end] = f.trySyscall(
      { selector: 'Keccak', inputs: ends(f, words), response: 2 },
      { done: () => [0n, none, none], failed: (from, to) => [1n, from, to] },
    );
    return [asArray(f, { start: f.toCell(start), end: f.toCell(end) }, [failed])];
  },
});

/** One compression: 8 words of state, 16 of input; the new state. */
const compress = (name: string, selector: string): EntrySource =>
  external({
    names: [name],
    inputs: { state: list, input: list },
    outputs: Array.from({ length: 8 }, () => felt),
    body: (f, { state, input }) => {
      const after = f.load('state', f.syscall(selector, [state.start, input.start], 1));
      return Array.from({ length: 8 }, (_, i) => f.load(`word ${i}`, after, i));
    },
  });

/** m P + P of a point given by its coordinates: New, Mul, Add and GetXy. Panics with `no point` when it is not on the curve. */
const curvePoint = (curve: string): EntrySource =>
  external({
    names: [`${curve.toLowerCase()}_multiply`],
    inputs: { x: u256, y: u256, m: u256 },
    outputs: [u256, u256],
    body: (f, { x, y, m }) => {
      const point = pointOf(f, f.syscall(`${curve}New`, [x.low, x.high, y.low, y.high], 2));
      const product = f.load('product', f.syscall(`${curve}Mul`, [point, m.low, m.high], 1));
      const sum = f.load('sum', f.syscall(`${curve}Add`, [product, point], 1));
      return coordinates(f, f.syscall(`${curve}GetXy`, [sum], 4));
    },
  });

const curveFromX = (curve: string): EntrySource =>
  external({
    names: [`${curve.toLowerCase()}_from_x`],
    inputs: { x: u256, y_is_odd: felt },
    outputs: [u256, u256],
    body: (f, { x, y_is_odd }) => {
      const point = pointOf(f, f.syscall(`${curve}GetPointFromX`, [x.low, x.high, y_is_odd], 2));
      return coordinates(f, f.syscall(`${curve}GetXy`, [point], 4));
    },
  });

const pointOf = (f: Builder, response: Pointer): Cell => {
  f.panicIf(f.load('is no point', response, 0), 'no point');
  return f.load('point', response, 1);
};

type Pair = { readonly low: Cell; readonly high: Cell };
const coordinates = (f: Builder, response: Pointer): [Pair, Pair] => {
  const half = (i: number): Cell => f.load(`half ${i}`, response, i);
  return [
    { low: half(0), high: half(1) },
    { low: half(2), high: half(3) },
  ];
};

export const PROBED_SYSCALLS: readonly EntrySource[] = [
  plain('storage_read', 'StorageRead', ['key'], 1),
  plain('storage_write', 'StorageWrite', ['key', 'value'], 0),
  plain('get_class_hash_at', 'GetClassHashAt', ['address'], 1),
  plain('get_block_hash', 'GetBlockHash', ['number'], 1),
  plain('replace_class', 'ReplaceClass', ['class_hash'], 0),
  events,
  message,
  deploy,
  meta,
  info,
  keccak,
  calling({ name: 'call_contract', syscall: 'CallContract', tries: false }),
  calling({ name: 'library_call', syscall: 'LibraryCall', tries: false }),
  calling({ name: 'try_call_contract', syscall: 'CallContract', tries: true }),
  calling({ name: 'try_library_call', syscall: 'LibraryCall', tries: true }),
  trying('try_get_block_hash', 'GetBlockHash', ['number'], 1),
  trying('try_secp256k1_new', 'Secp256k1New', ['x_low', 'x_high', 'y_low', 'y_high'], 2),
  trying('try_secp256r1_new', 'Secp256r1New', ['x_low', 'x_high', 'y_low', 'y_high'], 2),
  tryKeccak,
  compress('sha256_process_block', 'Sha256ProcessBlock'),
  compress('sha512_process_block', 'Sha512ProcessBlock'),
  curvePoint('Secp256k1'),
  curvePoint('Secp256r1'),
  curveFromX('Secp256k1'),
  curveFromX('Secp256r1'),
];
