// Arrays of calls in calldata: [n, then per call: to, selector, length, data...]. Source: execution.md 10.4.
import type { Builder } from './builder.ts';
import type { Cell, Pointer } from './cells.ts';
import { address, Calldata, type Codec, felt } from './codecs.ts';
import type { FunctionSource } from './function.ts';
import { callContract } from './syscalls.ts';

/** `first`: where the first call lies. */
export type Calls = { readonly count: Cell; readonly first: Pointer };

/** Steps over `count` calls and panics where they are malformed. They are the first parameter of every entry point that takes them. */
const skipCalls: FunctionSource<'at' | 'end' | 'count', 'after'> = {
  name: 'skip_calls',
  parameters: ['at', 'end', 'count'],
  results: ['after'],
  loops: true,
  body: (f, { at, end, count }) =>
    f.branch(count, {
      zero: () => f.return(at),
      nonzero: () => {
        const calldata = new Calldata(f, at, end);
        calldata.startParameter(1);
        address.read(calldata);
        felt.read(calldata);
        calldata.span();
        const { after } = f.call(skipCalls, calldata.position(), end, f.let('calls left', count, '-', 1n));
        return f.return(after);
      },
    }),
};

export const calls: Codec<Calls> = {
  type: 'core::array::Array::<core::starknet::account::Call>',
  read: (calldata) => {
    const count = calldata.felt();
    const first = calldata.position();
    const { after } = calldata.f.call(skipCalls, first, calldata.end, count);
    calldata.resume(calldata.f.let('after the calls', after));
    return { count, first };
  },
  felts: () => {
    throw new Error('assembler: calls are not returned');
  },
};

/** Appends the felts from `at` to `end` to `out`. */
export const copyFelts: FunctionSource<'at' | 'end' | 'out', 'after'> = {
  name: 'copy_felts',
  parameters: ['at', 'end', 'out'],
  results: ['after'],
  loops: true,
  body: (f, { at, end, out }) =>
    f.branch(f.let('felts left', end, '-', at), {
      zero: () => f.return(out),
      nonzero: () => {
        f.store(out, 0, f.load('felt', at));
        const { after } = f.call(copyFelts, { cell: at, offset: 1 }, end, { cell: out, offset: 1 });
        return f.return(after);
      },
    }),
};

/** Makes calls that `skipCalls` has found well formed, and appends what each returns to `out` as a span. */
const makeCalls: FunctionSource<'at' | 'count' | 'out', 'after'> = {
  name: 'make_calls',
  parameters: ['at', 'count', 'out'],
  results: ['after'],
  loops: true,
  body: (f, { at, count, out }) =>
    f.branch(count, {
      zero: () => f.return(out),
      nonzero: () => {
        const [to, selector, length] = [f.load('to', at, 0), f.load('selector', at, 1), f.load('length', at, 2)];
        const start = f.let('data', at, '+', 3n);
        const next = f.let('end of data', start, '+', length);
        const returned = callContract(f, { to, selector, start, end: next });
        f.store(out, 0, f.let('returned length', returned.end, '-', returned.start));
        const copied = f.call(copyFelts, returned.start, returned.end, { cell: out, offset: 1 });
        const { after } = f.call(makeCalls, next, f.let('calls left', count, '-', 1n), copied.after);
        return f.return(after);
      },
    }),
};

/** All calls in order; [count, spans...] lies between the two results. */
export const multicall = (f: Builder, { count, first }: Calls): { readonly start: Cell; readonly end: Cell } => {
  const start = f.allocate('results');
  f.store(start, 0, count);
  const { after } = f.call(makeCalls, first, count, { cell: start, offset: 1 });
  return { start, end: after };
};
