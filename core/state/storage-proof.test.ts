// Proofs of a state of contracts, storage and classes: what they show, that any change is refused with its place, and their JSON, there and back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_ZERO, type Felt, feltToHex, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import { applyStateDiff, classLeaf, emptyStateTries } from './commitment.ts';
import { type ProofRequest, type StateProof, proveState, verifyStateProof } from './storage-proof.ts';
import { proofToJson, readProofRequest, readProofResult, requestToJson } from './storage-proof-json.ts';

const kernel = memoKernel(createKernel(), 100_000);
const f = (value: number | bigint): Felt => toFelt(value);
const flat = (entries: readonly (readonly [number, number])[]): ReadonlyMap<string, Felt> =>
  new Map(entries.map(([key, value]) => [feltToHex(f(key)), f(value)]));

const { tries, stateRoot } = applyStateDiff(kernel, emptyStateTries(), {
  storage: new Map([
    [feltToHex(f(1)), flat([[4, 40]])],
    [
      feltToHex(f(100)),
      flat([
        [7, 70],
        [8, 80],
        [9, 90],
      ]),
    ],
  ]),
  nonces: flat([[100, 3]]),
  deployed: flat([
    [100, 555],
    [101, 556],
  ]),
  declared: flat([
    [555, 999],
    [556, 998],
  ]),
});
const REQUEST: ProofRequest = {
  classHashes: [f(555), f(557)],
  contracts: [f(100), f(1), f(102)],
  storage: [
    { contract: f(100), keys: [f(7), f(9), f(10)] },
    { contract: f(1), keys: [f(4)] },
    { contract: f(102), keys: [f(0)] },
  ],
};
const PROOF = proveState(tries, REQUEST);
const verify = (change: Partial<StateProof> = {}, request = REQUEST, root = stateRoot) =>
  verifyStateProof(kernel, root, request, { ...PROOF, ...change });

test('state proof: shows classes, contracts, system contracts and cells, present and absent', () => {
  const result = verify();
  expect(result).toMatchObject({
    ok: true,
    value: {
      classes: [classLeaf(kernel, f(999)), FELT_ZERO],
      storage: [[70n, 90n, 0n], [40n], [0n]],
    },
  });
  const contracts = result.ok ? result.value.contracts : [];
  expect(contracts.map(({ nonce, classHash, storageRoot }) => [nonce, classHash, storageRoot !== 0n])).toEqual([
    [3n, 555n, true],
    [0n, 0n, true],
    [0n, 0n, false],
  ]);
});

test('state proof: other roots, leaves, numbers and orders are refused by name', () => {
  const [first, second, third] = PROOF.leaves as [StateProof['leaves'][0], StateProof['leaves'][0], StateProof['leaves'][0]];
  const wrongLeaf = (index: number) => ({ ok: false, error: { code: 'WrongLeaf', part: 'contracts', index } });
  expect(verify({}, REQUEST, f(stateRoot + 1n))).toEqual({ ok: false, error: { code: 'WrongStateRoot' } });
  expect(verify({ contractsRoot: f(PROOF.contractsRoot + 1n) })).toEqual({ ok: false, error: { code: 'WrongStateRoot' } });
  expect(verify({ classesRoot: FELT_ZERO })).toEqual({ ok: false, error: { code: 'WrongStateRoot' } });
  expect(verify({ leaves: [{ ...first, nonce: f(4) }, second, third] })).toEqual(wrongLeaf(0));
  expect(verify({ leaves: [first, { ...second, classHash: f(1) }, third] })).toEqual(wrongLeaf(1));
  expect(verify({ leaves: [first, second, { ...third, storageRoot: f(1) }] })).toEqual(wrongLeaf(2));
  expect(verify({ leaves: [second, first, third] })).toEqual(wrongLeaf(0));
  expect(verify({ leaves: [first, second] })).toEqual({ ok: false, error: { code: 'WrongNumber', part: 'contracts' } });
  expect(verify({ storage: [] })).toEqual({ ok: false, error: { code: 'WrongNumber', part: 'storage' } });
  expect(verify({ classes: new Map() })).toMatchObject({
    error: { code: 'BadProof', part: 'classes', index: 0, error: { code: 'NodeMissing' } },
  });
  expect(verify({ contracts: new Map() })).toMatchObject({ error: { code: 'BadProof', part: 'contracts', index: 0 } });
  expect(verify({ storage: PROOF.storage.toReversed() })).toMatchObject({ error: { code: 'BadProof', part: 'storage', index: 0 } });
  const unproven = { ...REQUEST, contracts: [f(100), f(1)] };
  expect(verifyStateProof(kernel, stateRoot, unproven, { ...PROOF, leaves: [first, second] })).toEqual({
    ok: false,
    error: { code: 'ContractNotProven', part: 'storage', index: 2 },
  });
});

test('state proof: JSON and back is the same, and the JSON is that of the RPC', () => {
  const result = proofToJson(PROOF, f(0xb10c));
  const [request, read] = [
    readProofRequest(JSON.parse(JSON.stringify(requestToJson(REQUEST)))),
    readProofResult(JSON.parse(JSON.stringify(result))),
  ];
  expect(request).toEqual({ ok: true, value: REQUEST });
  expect(read).toEqual({ ok: true, value: { proof: PROOF, blockHash: f(0xb10c) } });
  expect(Object.keys(result)).toEqual(['classes_proof', 'contracts_proof', 'contracts_storage_proofs', 'global_roots']);
  expect(result.contracts_proof.contract_leaves_data[0]).toMatchObject({ nonce: '0x3', class_hash: '0x22b' });
  expect(result.global_roots.block_hash).toBe('0xb10c');
  expect(readProofRequest({})).toEqual({ ok: true, value: { classHashes: [], contracts: [], storage: [] } });
});

test('state proof: any value of the JSON replaced by a foreign one is refused with its place, or proves nothing else', () => {
  const json = proofToJson(PROOF, f(0xb10c));
  const paths: (readonly (string | number)[])[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  walk(json, []);
  const foreign = fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1.5,
    '',
    '0x',
    '0xg',
    'x',
    [],
    {},
    true,
    `0x${'f'.repeat(64)}`,
    '0x1',
    `0x${'1'.repeat(65)}`,
  );
  const right = verify();
  fc.assert(
    fc.property(fc.constantFrom(...paths), foreign, (path, value) => {
      const changed: unknown = replaced(structuredClone(json), path, value);
      const read = readProofResult(changed);
      if (!read.ok) expect(read.error.code).toBe('WrongShape');
      else {
        const result = verifyStateProof(kernel, stateRoot, REQUEST, read.value.proof);
        if (result.ok) expect(result).toEqual(right);
      }
    }),
    { numRuns: 600 },
  );
});

/** `json` with the value at `path` replaced. */
const replaced = (json: unknown, path: readonly (string | number)[], value: unknown): unknown => {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const parent = json as Record<string | number, unknown>;
  parent[head] = replaced(parent[head], rest, value);
  return parent;
};

test('state proof: lists that are too long are refused', () => {
  const many = Array.from({ length: 101 }, (_, i) => feltToHex(f(i)));
  expect(readProofRequest({ class_hashes: many })).toEqual({ ok: false, error: { code: 'WrongShape', at: 'class_hashes' } });
  expect(readProofRequest({ contract_addresses: [feltToHex(f(2n ** 251n))] })).toEqual({
    ok: false,
    error: { code: 'WrongShape', at: 'contract_addresses[0]' },
  });
  expect(readProofRequest({ contracts: [] })).toEqual({ ok: false, error: { code: 'WrongShape', at: 'contracts' } });
});
