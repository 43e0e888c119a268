// The probe's builtins, ends and loops on core/vm, against bigints, kernels and the engine's constants. Its syscalls are tested with the engine.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feltFromAscii, FELT_PRIME, toFelt } from '../../core/base/felt.ts';
import { GENERATOR } from '../../core/crypto/parameters.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { createTestKernel } from '../../core/exec/fixture.ts';
import { assemble } from '../../scripts/asm/assemble.ts';
import { probe } from '../../scripts/contracts/probe.ts';
import { Fault } from './plain-memory.ts';
import { type Outcome, PlainWorld } from './plain-world.ts';
import { runVm } from './vm-machine.ts';

const kernel = createTestKernel();
const CLASS = assemble(probe);
const PROBE = 0x9n;

const start = (): PlainWorld => {
  const world = new PlainWorld(kernel, runVm);
  world.classes.set(PROBE, CLASS);
  return world;
};
const ask = (name: string, calldata: readonly bigint[], world = start(), gas = 1_000_000_000): Outcome => {
  const outcome = world.call({ to: PROBE, selector: selectorOf(name), calldata, gas });
  expect(outcome.gasUsed).toBe(outcome.owed);
  return outcome;
};
const answer = (name: string, ...calldata: readonly bigint[]): readonly bigint[] => {
  const { failed, data } = ask(name, calldata);
  expect(failed).toBe(false);
  return data;
};
const limbs = (value: bigint): readonly bigint[] => [0n, 96n, 192n, 288n].map((by) => (value >> by) % (1n << 96n));

describe('builtins', () => {
  test('probe: pedersen, poseidon and bitwise give what the kernel and bigints give', () => {
    expect(answer('pedersen', 3n, 4n)).toEqual([kernel.pedersen(toFelt(3), toFelt(4))]);
    expect(answer('poseidon', 3n, 4n, 5n)).toEqual(kernel.hades([toFelt(3), toFelt(4), toFelt(5)]));
    expect(answer('bitwise', 12n, 10n)).toEqual([8n, 6n, 14n]);
    expect(() => ask('bitwise', [1n << 251n, 1n])).toThrow(Fault);
  });

  test('probe: ec_op adds a multiple, and stops where a sum would meet its own x', () => {
    const x = PREDEPLOYED_ACCOUNTS[0]!.publicKey;
    const y = kernel.fieldSqrt(toFelt((x ** 3n + x + 0x6f21413efbe40de150e596d72f7a8c5609ad26c15c915c1f4cdfcb99cee9e89n) % FELT_PRIME));
    const sum = kernel.ecOp({ x, y }, { x: toFelt(GENERATOR.x), y: toFelt(GENERATOR.y) }, toFelt(77));
    if (!sum.ok) throw new Error(sum.error.code);
    expect(answer('ec_op', x, y, GENERATOR.x, GENERATOR.y, 77n)).toEqual([sum.value.x, sum.value.y]);
    expect(() => ask('ec_op', [x, y, x, y, 1n])).toThrow(Fault);
  });

  test.each([
    ['range_check', 128n],
    ['range_check96', 96n],
  ])('probe: %s takes what is below 2^%i and stops at the rest', (name, bits) => {
    expect(answer(name, (1n << bits) - 1n)).toEqual([]);
    expect(() => ask(name, [1n << bits])).toThrow(Fault);
  });

  test('probe: a circuit is (a + b) c modulo m', () => {
    const below = fc.bigInt({ min: 0n, max: (1n << 384n) - 1n });
    fc.assert(
      fc.property(below, below, below, fc.oneof(below, fc.constantFrom(2n, 3n, (1n << 384n) - 1n, 1n << 383n, 1n << 96n)), (a, b, c, m) => {
        fc.pre(m > 1n);
        const [ra, rb, rc] = [a % m, b % m, c % m];
        expect(answer('circuit', ...[ra, rb, rc, m].flatMap(limbs))).toEqual(limbs(((ra + rb) * rc) % m));
      }),
      { numRuns: 60 },
    );
  });

  test('probe: a dictionary counts, and its squash is in the order of keys', () => {
    const key = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.constant((1n << 128n) - 1n));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 20 }), (keys) => {
        const counts = new Map<bigint, bigint>();
        for (const k of keys) counts.set(k, (counts.get(k) ?? 0n) + 1n);
        const rows = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).flat();
        expect(answer('count_in_dictionary', BigInt(keys.length), ...keys)).toEqual([BigInt(rows.length), ...rows]);
      }),
      { numRuns: 60 },
    );
    expect(ask('count_in_dictionary', [1n, 1n << 128n])).toMatchObject({ failed: true, data: [feltFromAscii('key too large')] });
  });
});

describe('ends', () => {
  test('probe: a panic carries its data', () => {
    expect(ask('panic', [3n, 7n, 8n, 9n])).toMatchObject({ failed: true, data: [7n, 8n, 9n] });
    expect(ask('panic', [0n])).toMatchObject({ failed: true, data: [] });
    expect(ask('panic_with_text', []).data).toEqual([
      0x46a6158a16a947e5916b2a2ca68501a45e93d7110e81aa2d6438b1c57c879a3n,
      0n,
      0x70726f6265n,
      5n,
    ]);
  });

  test.each(['fail_assertion', 'read_unset_cell', 'follow_number', 'exceed_range', 'divide_by_zero', 'unknown_syscall', 'spin'])(
    'probe: %s stops the run',
    (name) => {
      expect(() => ask(name, [])).toThrow(Fault);
    },
  );

  test('probe: a loop costs the same each time round, until the gas is gone', () => {
    const used = [0n, 1n, 2n, 1000n].map((times) => ask('loop', [times]).gasUsed);
    const [none, one, two, many] = used as [number, number, number, number];
    expect(many - none).toBe(1000 * (one - none));
    expect(two - one).toBe(one - none);
    const poor = ask('loop', [1000n], start(), many - 1);
    expect(poor).toMatchObject({ failed: true, data: [feltFromAscii('Out of gas')] });
  });

  test('probe: many cells are written, and calls nest', () => {
    const world = start();
    ask('write_many', [5n, 6n, 7n], world);
    expect(world.storage.size).toBe(7);
    expect([world.at(PROBE, 4n), world.at(PROBE, 5n), world.at(PROBE, 11n), world.at(PROBE, 12n)]).toEqual([0n, 6n, 6n, 0n]);
    expect(ask('recurse', [4n]).failed).toBe(false);
  });

  test('probe: L1 handlers write or refuse', () => {
    const world = start();
    const handle = (name: string, calldata: readonly bigint[]): Outcome =>
      world.call({ to: PROBE, selector: selectorOf(name), calldata, kind: 'L1_HANDLER' });
    expect(handle('handle_message', [1n, 2n, 3n]).failed).toBe(false);
    expect(world.at(PROBE, 2n)).toBe(3n);
    expect(handle('refuse_message', [1n])).toMatchObject({ failed: true, data: [feltFromAscii('message refused')] });
  });
});
