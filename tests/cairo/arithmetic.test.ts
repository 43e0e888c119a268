// The assembler's arithmetic against bigints, with truthful hints and with hints that lie.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../../core/base/felt.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { createTestKernel } from '../../core/exec/fixture.ts';
import { assemble } from '../../scripts/asm/assemble.ts';
import type { Builder } from '../../scripts/asm/builder.ts';
import { address, felt, u128, u256 } from '../../scripts/asm/codecs.ts';
import { type ContractSource, view } from '../../scripts/asm/contract.ts';
import { normalizeCell } from '../../scripts/asm/normalize.ts';
import { addU256, multiplyU128, subU256 } from '../../scripts/asm/u256.ts';
import { Fault, isAddress } from './plain-memory.ts';
import { PlainWorld } from './plain-world.ts';

const kernel = createTestKernel();
const U128 = 1n << 128n;
const CELLS_END = (1n << 251n) - 256n;

const contract: ContractSource = {
  name: 'arithmetic',
  title: 'Arithmetic',
  events: [],
  entries: [
    view({ names: ['add'], inputs: { a: u256, b: u256 }, outputs: [u256], body: (f, { a, b }) => [addU256(f, a, b, 'over')] }),
    view({ names: ['sub'], inputs: { a: u256, b: u256 }, outputs: [u256], body: (f, { a, b }) => [subU256(f, a, b, 'under')] }),
    view({ names: ['mul'], inputs: { a: u128, b: u128 }, outputs: [u256], body: (f, { a, b }) => [multiplyU128(f, a, b)] }),
    view({ names: ['cell'], inputs: { hash: felt }, outputs: [felt], body: (f, { hash }) => [normalizeCell(f, f.toCell(hash))] }),
    view({ names: ['address'], inputs: { a: address }, outputs: [felt], body: (f, { a }) => (f.let('read', a), [a]) }),
  ],
};
const world = new PlainWorld(kernel);
world.classes.set(1n, assemble(contract));

/** Returned felts, 'panic', or 'stop'. */
const run = (name: string, ...calldata: readonly bigint[]): readonly bigint[] | 'panic' | 'stop' => {
  try {
    const { failed, data, gasUsed, owed } = world.call({ to: 1n, selector: selectorOf(name), calldata });
    expect(gasUsed).toBe(owed);
    return failed ? 'panic' : data;
  } catch (error) {
    if (error instanceof Fault) return 'stop';
    throw error;
  }
};

const half = fc.oneof(fc.constantFrom(0n, 1n, U128 - 1n, U128 - 2n, 1n << 64n, (1n << 64n) - 1n), fc.bigInt({ min: 0n, max: U128 - 1n }));
const near = (middle: bigint): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: -260n, max: 260n }).map((by) => (middle + by + FELT_PRIME) % FELT_PRIME);
const anyFelt = fc.oneof(
  ...[0n, U128, 1n << 250n, 1n << 251n, CELLS_END, CELLS_END - (1n << 250n), FELT_PRIME, (1n << 251n) + (1n << 195n)].map(near),
  fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }),
);
const pair = (value: bigint): readonly bigint[] => [value % U128, value >> 128n];

type Case = { readonly name: string; readonly calldata: readonly bigint[]; readonly expected: readonly bigint[] | 'panic' };
const anyCase: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(half, half, half, half).map(([a0, a1, b0, b1]) => {
    const sum = a0 + b0 + ((a1 + b1) << 128n);
    return { name: 'add', calldata: [a0, a1, b0, b1], expected: sum < U128 * U128 ? pair(sum) : ('panic' as const) };
  }),
  fc.tuple(half, half, half, half).map(([a0, a1, b0, b1]) => {
    const difference = a0 - b0 + ((a1 - b1) << 128n);
    return { name: 'sub', calldata: [a0, a1, b0, b1], expected: difference >= 0n ? pair(difference) : ('panic' as const) };
  }),
  fc.tuple(half, half).map(([a, b]) => ({ name: 'mul', calldata: [a, b], expected: pair(a * b) })),
  anyFelt.map((hash) => ({ name: 'cell', calldata: [hash], expected: [hash % CELLS_END] })),
  anyFelt.map((a) => ({ name: 'address', calldata: [a], expected: a < 1n << 251n ? [a] : ('panic' as const) })),
  fc.tuple(anyFelt, half).map(([a, b]) => ({ name: 'mul', calldata: [a, b], expected: a < U128 ? pair(a * b) : ('panic' as const) })),
);

test('arithmetic: every result is that of the integers', () => {
  fc.assert(
    fc.property(anyCase, ({ name, calldata, expected }) => {
      expect(run(name, ...calldata)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('arithmetic: hints that lie stop the run or change nothing', () => {
  const lie = fc.oneof(fc.constantFrom(0n, 1n, U128 - 1n, U128, FELT_PRIME - 1n), anyFelt, half);
  let stopped = 0;
  fc.assert(
    fc.property(anyCase, fc.nat(9), lie, fc.boolean(), ({ name, calldata, expected }, at, value, isStep) => {
      let count = 0;
      world.lie = (truth) => {
        const told = isStep && !isAddress(truth) ? (truth + (value % 2n === 0n ? 1n : FELT_PRIME - 1n)) % FELT_PRIME : value;
        return count++ === at && !isAddress(truth) ? told : truth;
      };
      const result = run(name, ...calldata);
      if (result === 'stop') stopped += 1;
      else expect(result).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
  world.lie = (truth) => truth;
  expect(stopped).toBeGreaterThan(1000);
});

test('gas: an instruction that is paid for and never made is noticed, and so is one made and not paid for', () => {
  const charging = (change: number): PlainWorld => {
    const body = (f: Builder): [] => {
      f.let('one', 1n);
      f.path.spent += change;
      return [];
    };
    const made = new PlainWorld(kernel);
    made.classes.set(
      1n,
      assemble({ name: 'charging', title: 'Charging', events: [], entries: [view({ names: ['go'], inputs: {}, outputs: [], body })] }),
    );
    return made;
  };
  for (const change of [0, 100, -100]) {
    const { gasUsed, owed } = charging(change).call({ to: 1n, selector: selectorOf('go'), calldata: [] });
    expect(gasUsed - owed).toBe(change);
  }
});
