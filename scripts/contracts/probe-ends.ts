// The probe's entry points that end in every way there is, loop, or write much; and its L1 handlers. Source: execution.md 6.3, 6.6, 6.8, 7.7.
import type { Builder } from '../asm/builder.ts';
import type { Cell } from '../asm/cells.ts';
import { felt, span } from '../asm/codecs.ts';
import { constructor, type EntrySource, external, l1Handler } from '../asm/contract.ts';
import type { FunctionSource } from '../asm/function.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { callFixed, executionInfo, storageWrite } from '../asm/syscalls.ts';

const list = span('core::array::Array::<core::felt252>');
/** First felt of a panic with a byte array. */
const BYTE_ARRAY = 0x46a6158a16a947e5916b2a2ca68501a45e93d7110e81aa2d6438b1c57c879a3n;
const RECURSE = 'recurse';

const countDown: FunctionSource<'left', never> = {
  name: 'count_down',
  parameters: ['left'],
  results: [],
  loops: true,
  body: (f, { left }) =>
    f.branch(left, {
      zero: () => f.return(),
      nonzero: () => {
        f.call(countDown, f.let('one less', left, '-', 1n));
        return f.return();
      },
    }),
};

const writeCells: FunctionSource<'cell' | 'value' | 'left', never> = {
  name: 'write_cells',
  parameters: ['cell', 'value', 'left'],
  results: [],
  loops: true,
  body: (f, { cell, value, left }) =>
    f.branch(left, {
      zero: () => f.return(),
      nonzero: () => {
        storageWrite(f, cell, value);
        f.call(writeCells, { cell, offset: 1 }, value, f.let('one less', left, '-', 1n));
        return f.return();
      },
    }),
};

const stopsBy = (name: string, stop: (f: Builder, one: Cell) => void): EntrySource =>
  external({
    names: [name],
    inputs: {},
    outputs: [],
    body: (f) => {
      stop(f, f.let('one', 1n));
      return [];
    },
  });

export const PROBED_ENDS: readonly EntrySource[] = [
  constructor({ refuses: felt }, (f, { refuses }) => {
    f.panicIf(f.toCell(refuses), 'constructor refuses');
    return [];
  }),
  external({
    names: ['panic'],
    inputs: { data: list },
    outputs: [],
    body: (f, { data }) => {
      const start = f.address('data', data.start);
      return f.panicWith(start, f.let('end of data', start, '+', data.length));
    },
  }),
  external({
    names: ['panic_with_text'],
    inputs: {},
    outputs: [],
    body: (f) => {
      const data = f.allocate('panic data');
      // `probe`: no full word, five bytes pending.
      [BYTE_ARRAY, 0n, 0x70726f6265n, 5n].forEach((value, i) => f.store(data, i, value));
      return f.panicWith(data, data, 4);
    },
  }),
  external({ names: ['loop'], inputs: { times: felt }, outputs: [], body: (f, { times }) => (f.call(countDown, times), []) }),
  external({
    names: ['write_many'],
    inputs: { first: felt, value: felt, count: felt },
    outputs: [],
    body: (f, { first, value, count }) => (f.call(writeCells, first, value, count), []),
  }),
  external({
    names: [RECURSE],
    inputs: { depth: felt },
    outputs: [],
    body: (f, { depth }) => {
      f.branch(f.toCell(depth), {
        zero: () => [],
        nonzero: () => {
          const self = executionInfo(f).self();
          callFixed(f, { to: self, selector: selectorOf(RECURSE), calldata: [f.let('one less', depth, '-', 1n)] });
          return [];
        },
      });
      return [];
    },
  }),
  stopsBy('fail_assertion', (f, one) => f.assert(one, 2n)),
  stopsBy('read_unset_cell', (f) => f.load('nothing', f.allocate('empty segment'))),
  stopsBy('follow_number', (f, one) => f.load('nothing', one)),
  stopsBy('exceed_range', (f) => f.rangeCheck(-1n)),
  stopsBy('divide_by_zero', (f, one) => f.let('quotient', one, '/', f.let('zero', 0n))),
  stopsBy('unknown_syscall', (f) => f.syscall('NoSuchSyscall', [], 0)),
  stopsBy('spin', (f) => f.spin()),
  l1Handler({
    names: ['handle_message'],
    inputs: { from_address: felt, cell: felt, value: felt },
    outputs: [],
    body: (f, { cell, value }) => (storageWrite(f, cell, value), []),
  }),
  l1Handler({ names: ['refuse_message'], inputs: { from_address: felt }, outputs: [], body: (f) => f.panic('message refused') }),
];
