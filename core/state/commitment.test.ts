// Laws of the committed state; roots of the reference are in tests/vectors (family state_tries).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_ZERO, type Felt, feltToHex, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import type { StateDiff } from '../types/block.ts';
import { applyStateDiff, classLeaf, contractLeaf, emptyStateTries, globalStateRoot } from './commitment.ts';

const kernel = memoKernel(createKernel(), 100_000);
const hex = (value: number): string => feltToHex(toFelt(value));

const diffOf = (parts: Partial<StateDiff>): StateDiff => ({
  storage: new Map(),
  nonces: new Map(),
  deployed: new Map(),
  declared: new Map(),
  ...parts,
});

const key = fc.integer({ min: 1, max: 6 }).map(hex);
const value = fc.integer({ min: 0, max: 4 }).map((v) => toFelt(v));
const flat = fc.array(fc.tuple(key, value), { maxLength: 4 }).map((pairs) => new Map(pairs));
const anyDiff: fc.Arbitrary<StateDiff> = fc.record({
  storage: fc.array(fc.tuple(key, flat), { maxLength: 3 }).map((pairs) => new Map(pairs)),
  nonces: flat,
  deployed: flat,
  declared: flat,
});

/** Later values win. */
const merge = (a: ReadonlyMap<string, Felt>, b: ReadonlyMap<string, Felt>): Map<string, Felt> => new Map([...a, ...b]);
const mergeDiffs = (a: StateDiff, b: StateDiff): StateDiff => ({
  storage: new Map([...a.storage, ...[...b.storage].map(([k, cells]) => [k, merge(a.storage.get(k) ?? new Map(), cells)] as const)]),
  nonces: merge(a.nonces, b.nonces),
  deployed: merge(a.deployed, b.deployed),
  declared: merge(a.declared, b.declared),
});

test('commitment: two diffs in a row give the roots of their merger', () => {
  fc.assert(
    fc.property(anyDiff, anyDiff, (a, b) => {
      const stepwise = applyStateDiff(kernel, applyStateDiff(kernel, emptyStateTries(), a).tries, b);
      const atOnce = applyStateDiff(kernel, emptyStateTries(), mergeDiffs(a, b));
      expect(stepwise.stateRoot).toBe(atOnce.stateRoot);
      expect([stepwise.contractsRoot, stepwise.classesRoot]).toEqual([atOnce.contractsRoot, atOnce.classesRoot]);
    }),
  );
});

test('commitment: writing zeros over everything gives root 0', () => {
  const zeros = (map: ReadonlyMap<string, Felt>): Map<string, Felt> => new Map([...map.keys()].map((k) => [k, FELT_ZERO]));
  fc.assert(
    fc.property(anyDiff, (diff) => {
      const { tries } = applyStateDiff(kernel, emptyStateTries(), diff);
      const undone = applyStateDiff(kernel, tries, {
        storage: new Map([...diff.storage].map(([k, cells]) => [k, zeros(cells)])),
        nonces: zeros(diff.nonces),
        deployed: zeros(diff.deployed),
        declared: zeros(diff.declared),
      });
      expect(undone.stateRoot).toBe(0n);
    }),
  );
});

test("commitment: a diff of one field keeps the contract's other fields", () => {
  const first = applyStateDiff(
    kernel,
    emptyStateTries(),
    diffOf({
      deployed: new Map([[hex(7), toFelt(70)]]),
      nonces: new Map([[hex(7), toFelt(3)]]),
      storage: new Map([[hex(7), new Map([[hex(1), toFelt(9)]])]]),
    }),
  );
  const second = applyStateDiff(kernel, first.tries, diffOf({ nonces: new Map([[hex(7), toFelt(4)]]) }));
  const contract = second.tries.contractsByAddress.get(hex(7));
  expect(contract).toMatchObject({ classHash: 70n, nonce: 4n });
  expect(contract?.storage).toBe(first.tries.contractsByAddress.get(hex(7))?.storage);
  expect(second.contractsRoot).not.toBe(first.contractsRoot);
});

test('commitment: the roots follow from the leaves', () => {
  const diff = diffOf({ deployed: new Map([[hex(0), toFelt(5)]]), declared: new Map([[hex(0), toFelt(6)]]) });
  const { contractsRoot, classesRoot, stateRoot } = applyStateDiff(kernel, emptyStateTries(), diff);
  const leaf = contractLeaf(kernel, { classHash: toFelt(5), storageRoot: FELT_ZERO, nonce: FELT_ZERO });
  // One leaf at key 0: a single edge of 251 zeros.
  expect(contractsRoot).toBe(kernel.pedersen(leaf, FELT_ZERO) + 251n);
  expect(classesRoot).toBe(kernel.poseidonPair(classLeaf(kernel, toFelt(6)), FELT_ZERO) + 251n);
  expect(stateRoot).toBe(globalStateRoot(kernel, contractsRoot, classesRoot));
});

test('commitment: changed leaves are storage cells, contracts and classes', () => {
  const diff = diffOf({
    storage: new Map([
      [
        hex(1),
        new Map([
          [hex(1), toFelt(1)],
          [hex(2), toFelt(1)],
        ]),
      ],
    ]),
    nonces: new Map([
      [hex(1), toFelt(1)],
      [hex(2), toFelt(1)],
    ]),
    declared: new Map([[hex(9), toFelt(1)]]),
  });
  expect(applyStateDiff(kernel, emptyStateTries(), diff).changedLeaves).toBe(5);
  expect(applyStateDiff(kernel, emptyStateTries(), diffOf({}))).toMatchObject({ changedLeaves: 0, stateRoot: 0n });
});
