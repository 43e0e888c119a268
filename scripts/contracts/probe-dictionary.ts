// A dictionary that counts how often each key occurs, and its squash: the accesses, in the order in which they were made, become one entry per key, in
// the order of keys. Hints say which access comes next; that every access is used once, and that each reads what the one before it wrote, is proven.
// Source: execution.md 3.1 (hints of dictionaries), 4 (segment arena). Keys are below 2^128, so that a range check orders them.
import type { Builder } from '../asm/builder.ts';
import type { Cell } from '../asm/cells.ts';
import { encoded, span } from '../asm/codecs.ts';
import { view } from '../asm/contract.ts';
import type { FunctionSource } from '../asm/function.ts';
import { requireU128 } from '../asm/integers.ts';

const FELTS = 'core::array::Array::<core::felt252>';
/** Key, value before, value after. */
const ACCESS = 3n;

/** One access per key from `at` to `end`. */
const countKeys: FunctionSource<'at' | 'end' | 'accesses', 'after'> = {
  name: 'count_keys',
  parameters: ['at', 'end', 'accesses'],
  results: ['after'],
  loops: true,
  body: (f, { at, end, accesses }) =>
    f.branch(f.let('keys left', end, '-', at), {
      zero: () => f.return(accesses),
      nonzero: () => {
        const key = f.load('key', at);
        requireU128(f, key, 'key too large');
        f.hint('Felt252DictEntryInit', { dict_ptr: accesses, key }, {});
        f.store(accesses, 0, key);
        const count = f.let('count', f.load('count before', accesses, 1), '+', 1n);
        f.store(accesses, 2, count);
        f.hint('Felt252DictEntryUpdate', { dict_ptr: { sum: [accesses, ACCESS] }, value: count }, {});
        const { after } = f.call(countKeys, { cell: at, offset: 1 }, end, { cell: accesses, offset: 3 });
        return f.return(after);
      },
    }),
};

/** From one access of a key to its last. */
const followKey: FunctionSource<'key' | 'access' | 'value' | 'used', 'last' | 'value' | 'used'> = {
  name: 'follow_key',
  parameters: ['key', 'access', 'value', 'used'],
  results: ['last', 'value', 'used'],
  loops: true,
  body: (f, { key, access, value, used }) => {
    const skipped = f.fresh('accesses between');
    f.hint('GetCurrentAccessDelta', {}, { index_delta_minus1: skipped });
    f.rangeCheck(skipped);
    const next = f.let('next access', access, '+', f.let('distance', f.let('accesses on', skipped, '+', 1n), '*', ACCESS));
    f.store(next, 0, key);
    f.store(next, 1, value);
    const after = f.load('value after', next, 2);
    const goesOn = f.fresh('goes on');
    f.hint('ShouldContinueSquashLoop', {}, { should_continue: goesOn });
    const more = f.let('used', used, '+', 1n);
    return f.branch(goesOn, {
      zero: () => f.return(next, after, more),
      nonzero: () => {
        const end = f.call(followKey, key, next, after, more);
        return f.return(end.last, end.value, end.used);
      },
    });
  },
};

/** Writes (key, last value) of this key and of all larger ones to `out`. */
const squashKeys: FunctionSource<'first' | 'last' | 'key' | 'left' | 'out', 'after'> = {
  name: 'squash_keys',
  parameters: ['first', 'last', 'key', 'left', 'out'],
  results: ['after'],
  loops: true,
  body: (f, { first, last, key, left, out }) => {
    const range = f.implicit('range_check');
    f.hint('GetCurrentAccessIndex', { range_check_ptr: range.offset === 0 ? range.cell : { sum: [range.cell, BigInt(range.offset)] } }, {});
    const index = f.load('index', f.builtin('range_check', [], 1));
    const access = f.let('access', first, '+', f.let('distance', index, '*', ACCESS));
    f.store(access, 0, key);
    // A dictionary begins with zeros.
    f.store(access, 1, 0n);
    const value = f.load('value', access, 2);
    const isOnly = f.fresh('is the only access');
    f.hint('ShouldSkipSquashLoop', {}, { should_skip_loop: isOnly });
    const [end, result, used] = f.branch(isOnly, {
      nonzero: () => [access, value, 1n],
      zero: () => {
        const followed = f.keep(f.call(followKey, key, access, value, 1n));
        return [followed.last, followed.value, followed.used];
      },
    });
    f.rangeCheck(f.let('cells behind', last, '-', end));
    f.store(out, 0, key);
    f.store(out, 1, result);
    const rest = f.let('accesses left', left, '-', used);
    return f.branch(rest, {
      zero: () => f.return({ cell: out, offset: 2 }),
      nonzero: () => {
        const next = f.fresh('next key');
        f.hint('GetNextDictKey', {}, { next_key: next });
        f.rangeCheck(f.let('step - 1', f.let('step', next, '-', key), '-', 1n));
        const { after } = f.call(squashKeys, first, last, next, rest, { cell: out, offset: 2 });
        return f.return(after);
      },
    });
  },
};

/** The squashed entries, behind `out`. */
const squash = (f: Builder, { first, end, out }: Readonly<Record<'first' | 'end' | 'out', Cell>>): Cell => {
  const size = f.let('size', end, '-', first);
  const [after] = f.branch(size, {
    zero: () => [out],
    nonzero: () => {
      const accesses = f.let('accesses', size, '/', ACCESS);
      const [bigKeys, key] = [f.fresh('has big keys'), f.fresh('first key')];
      f.hint('InitSquashData', { dict_accesses: first, ptr_diff: size, n_accesses: accesses }, { big_keys: bigKeys, first_key: key });
      f.assert(bigKeys, 0n);
      f.rangeCheck(key);
      return [f.keep(f.call(squashKeys, first, f.let('last cell', end, '-', 1n), key, accesses, out)).after];
    },
  });
  return f.toCell(after);
};

/** [number of felts, then key and count of each key]. */
export const dictionary = view({
  names: ['count_in_dictionary'],
  inputs: { keys: span(FELTS) },
  outputs: [encoded(FELTS)],
  body: (f, { keys }) => {
    const infos = f.load('infos', f.implicit('segment_arena'), -3);
    f.hint('AllocFelt252Dict', { segment_arena_ptr: f.implicit('segment_arena').cell }, {});
    const first = f.load('dictionary', infos);
    f.builtin('segment_arena', [infos, 1n, 0n]);
    const from = f.address('keys', keys.start);
    const end = f.keep(f.call(countKeys, from, f.let('end of keys', from, '+', keys.length), first)).after;
    const start = f.allocate('entries');
    const entries = f.let('first entry', start, '+', 1n);
    const after = squash(f, { first, end, out: entries });
    f.store(start, 0, f.let('felts of entries', after, '-', entries));
    // Of one dictionary the arena needs no more than its end and its place in the order of squashes.
    f.store(infos, 1, end);
    f.store(infos, 2, 0n);
    f.builtin('segment_arena', [infos, 1n, 1n]);
    return [{ start, end: after }];
  },
});
