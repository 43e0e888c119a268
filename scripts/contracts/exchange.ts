// Constant-product exchange of two tokens, small: reserves a and b, shares of those who provide them, 0.3 % of what comes in stays in the pool.
// Amounts are below 2^112, so that no product here reaches the field's prime.
import type { Builder } from '../asm/builder.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import type { Cell, Value } from '../asm/cells.ts';
import { address, u128 } from '../asm/codecs.ts';
import { constructor, type ContractSource, external, view } from '../asm/contract.ts';
import { data, event, key } from '../asm/events.ts';
import { divide, requireAtMost, requireAtMostWide } from '../asm/integers.ts';
import { mapEntry, variable } from '../asm/storage.ts';
import { callFixed, executionInfo, storageRead, storageWrite } from '../asm/syscalls.ts';

const [TOKEN_A, TOKEN_B] = [variable('token_a'), variable('token_b')];
const [RESERVE_A, RESERVE_B, TOTAL_SHARES] = [variable('reserve_a'), variable('reserve_b'), variable('total_shares')];
const LARGEST_AMOUNT = (1n << 112n) - 1n;
/** Of 1000 parts that come in, this many count. */
const [KEPT, PARTS] = [997n, 1000n];

const LiquidityAdded = event('LiquidityAdded', { provider: key(address), amount_a: data(u128), amount_b: data(u128), shares: data(u128) });
const LiquidityRemoved = event('LiquidityRemoved', {
  provider: key(address),
  amount_a: data(u128),
  amount_b: data(u128),
  shares: data(u128),
});
const Swapped = event('Swapped', { trader: key(address), token_in: data(address), amount_in: data(u128), amount_out: data(u128) });

const sharesCell = (f: Builder, provider: Value): Cell => mapEntry(f, 'shares', provider);
const requireAmount = (f: Builder, amount: Value): void => requireAtMost(f, amount, LARGEST_AMOUNT, 'Exchange: amount too large');
const requireSome = (f: Builder, amount: Value): void => f.panicUnless(f.toCell(amount), 'Exchange: nothing');

/** floor(a * b / c); all below 2^123, c not 0, and the result below 2^127. */
const share = (f: Builder, a: Value, b: Value, c: Value): Cell => divide(f, f.let('product', a, '*', b), c).quotient;

type Part = { readonly part: Value; readonly of: Value; readonly most: Value; readonly text: string };
/** Panics unless part / of <= most. */
const requirePart = (f: Builder, { part, of, most, text }: Part): void => requireAtMostWide(f, part, f.let('most', of, '*', most), text);

type Move = { readonly token: Value; readonly other: Value; readonly amount: Value };

/** `other` gives this contract an amount that it was allowed to take. */
const take = (f: Builder, self: Value, { token, other, amount }: Move): void => {
  const { start } = callFixed(f, { to: token, selector: selectorOf('transfer_from'), calldata: [other, self, amount, 0n] });
  f.panicUnless(f.load('paid', start), 'Exchange: not paid');
};
const give = (f: Builder, { token, other, amount }: Move): void => {
  const { start } = callFixed(f, { to: token, selector: selectorOf('transfer'), calldata: [other, amount, 0n] });
  f.panicUnless(f.load('paid', start), 'Exchange: not paid');
};

type Pool = { readonly a: Cell; readonly b: Cell };
const reserves = (f: Builder): Pool => ({ a: storageRead(f, RESERVE_A, 'reserve a'), b: storageRead(f, RESERVE_B, 'reserve b') });
const tokens = (f: Builder): Pool => ({ a: storageRead(f, TOKEN_A, 'token a'), b: storageRead(f, TOKEN_B, 'token b') });

const raise = (f: Builder, cell: bigint, old: Cell, amount: Value): void => {
  const reserve = f.let('reserve', old, '+', amount);
  requireAmount(f, reserve);
  storageWrite(f, cell, reserve);
};
/** Never below 0: what goes out is a part of the reserve. */
const lower = (f: Builder, cell: bigint, old: Cell, amount: Value): void => storageWrite(f, cell, f.let('reserve', old, '-', amount));

const addLiquidity = external({
  names: ['add_liquidity'],
  inputs: { amount_a: u128, largest_b: u128 },
  outputs: [u128],
  body: (f, { amount_a, largest_b }) => {
    requireAmount(f, amount_a);
    requireAmount(f, largest_b);
    requireSome(f, amount_a);
    const [pool, total] = [reserves(f), storageRead(f, TOTAL_SHARES, 'total')];
    const [amountB, shares] = f.branch(total, {
      zero: () => [largest_b, amount_a],
      nonzero: () => {
        requirePart(f, { part: f.let('b of a', amount_a, '*', pool.b), of: pool.a, most: largest_b, text: 'Exchange: too much of b' });
        requirePart(f, {
          part: f.let('shares of a', amount_a, '*', total),
          of: pool.a,
          most: LARGEST_AMOUNT,
          text: 'Exchange: amount too large',
        });
        return [f.let('amount b', share(f, amount_a, pool.b, pool.a), '+', 1n), share(f, amount_a, total, pool.a)];
      },
    });
    requireAtMost(f, amountB, largest_b, 'Exchange: too much of b');
    requireSome(f, amountB);
    requireSome(f, shares);
    raise(f, RESERVE_A, pool.a, amount_a);
    raise(f, RESERVE_B, pool.b, amountB);
    raise(f, TOTAL_SHARES, total, shares);
    const [info, { a, b }] = [executionInfo(f), tokens(f)];
    const [provider, self] = [info.caller(), info.self()];
    const cell = sharesCell(f, provider);
    storageWrite(f, cell, f.let('shares', storageRead(f, cell, 'old shares'), '+', shares));
    take(f, self, { token: a, other: provider, amount: amount_a });
    take(f, self, { token: b, other: provider, amount: amountB });
    LiquidityAdded.emit(f, { provider, amount_a, amount_b: amountB, shares });
    return [shares];
  },
});

const removeLiquidity = external({
  names: ['remove_liquidity'],
  inputs: { shares: u128 },
  outputs: [u128, u128],
  body: (f, { shares }) => {
    const provider = executionInfo(f).caller();
    const cell = sharesCell(f, provider);
    const owned = storageRead(f, cell, 'owned');
    requireSome(f, shares);
    requireAtMost(f, shares, owned, 'Exchange: not your shares');
    const [pool, total] = [reserves(f), storageRead(f, TOTAL_SHARES, 'total')];
    const [amount_a, amount_b] = [share(f, shares, pool.a, total), share(f, shares, pool.b, total)];
    storageWrite(f, cell, f.let('shares left', owned, '-', shares));
    lower(f, RESERVE_A, pool.a, amount_a);
    lower(f, RESERVE_B, pool.b, amount_b);
    lower(f, TOTAL_SHARES, total, shares);
    const { a, b } = tokens(f);
    give(f, { token: a, other: provider, amount: amount_a });
    give(f, { token: b, other: provider, amount: amount_b });
    LiquidityRemoved.emit(f, { provider, amount_a, amount_b, shares });
    return [amount_a, amount_b];
  },
});

/** What comes out of the pool for an amount of one token, and the cells and reserves of both sides. */
const quote = (f: Builder, tokenIn: Value, amountIn: Value): { readonly out: Value; readonly tokenOut: Value; readonly isA: Value } => {
  requireAmount(f, amountIn);
  requireSome(f, amountIn);
  const [{ a, b }, pool] = [tokens(f), reserves(f)];
  const [tokenOut, reserveIn, reserveOut, isA] = f.branch(f.let('is not a', tokenIn, '-', a), {
    zero: () => [b, pool.a, pool.b, 1n],
    nonzero: () => {
      f.panicIf(f.let('is not b', tokenIn, '-', b), 'Exchange: unknown token');
      return [a, pool.b, pool.a, 0n];
    },
  });
  requireSome(f, reserveIn);
  const counted = f.let('counted in', amountIn, '*', KEPT);
  const whole = f.let('whole', f.let('reserve parts', reserveIn, '*', PARTS), '+', counted);
  return { out: share(f, counted, reserveOut, whole), tokenOut, isA };
};

const swap = external({
  names: ['swap'],
  inputs: { token_in: address, amount_in: u128, least_out: u128 },
  outputs: [u128],
  body: (f, { token_in, amount_in, least_out }) => {
    const { out, tokenOut, isA } = quote(f, token_in, amount_in);
    requireAtMost(f, least_out, out, 'Exchange: too little');
    requireSome(f, out);
    const pool = reserves(f);
    f.branch(f.toCell(isA), {
      nonzero: () => (raise(f, RESERVE_A, pool.a, amount_in), lower(f, RESERVE_B, pool.b, out), []),
      zero: () => (raise(f, RESERVE_B, pool.b, amount_in), lower(f, RESERVE_A, pool.a, out), []),
    });
    const info = executionInfo(f);
    const trader = info.caller();
    take(f, info.self(), { token: token_in, other: trader, amount: amount_in });
    give(f, { token: tokenOut, other: trader, amount: out });
    Swapped.emit(f, { trader, token_in, amount_in, amount_out: out });
    return [out];
  },
});

export const exchange: ContractSource = {
  name: 'exchange',
  title: 'Exchange',
  events: [LiquidityAdded, LiquidityRemoved, Swapped],
  entries: [
    constructor({ token_a: address, token_b: address }, (f, { token_a, token_b }) => {
      f.panicUnless(f.let('difference', token_a, '-', token_b), 'Exchange: one token');
      storageWrite(f, TOKEN_A, token_a);
      storageWrite(f, TOKEN_B, token_b);
      return [];
    }),
    addLiquidity,
    removeLiquidity,
    swap,
    view({
      names: ['quote'],
      inputs: { token_in: address, amount_in: u128 },
      outputs: [u128],
      body: (f, { token_in, amount_in }) => [quote(f, token_in, amount_in).out],
    }),
    view({ names: ['reserves'], inputs: {}, outputs: [u128, u128], body: (f) => (({ a, b }) => [a, b] as const)(reserves(f)) }),
    view({ names: ['tokens'], inputs: {}, outputs: [address, address], body: (f) => (({ a, b }) => [a, b] as const)(tokens(f)) }),
    view({
      names: ['shares_of'],
      inputs: { provider: address },
      outputs: [u128],
      body: (f, { provider }) => [storageRead(f, sharesCell(f, provider), 'shares')],
    }),
    view({ names: ['total_shares'], inputs: {}, outputs: [u128], body: (f) => [storageRead(f, TOTAL_SHARES, 'total')] }),
  ],
};
