// Goal: the kernel in WebAssembly computes what the TypeScript kernel computes, and its committed module is what its source compiles to. Method: the same
// questions to both, edges and random values; a whole run with either; a module with one changed constant, which must be found out.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { FELT_PRIME, type Felt, toFelt } from '../core/base/felt.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { publicKeyOf, signStark } from '../core/crypto/ecdsa.ts';
import type { CurvePoint, Kernel } from '../core/crypto/kernel.ts';
import { CURVE_ORDER, GENERATOR, PEDERSEN_POINTS } from '../core/crypto/parameters.ts';
import { digestBytes, digestToHex } from '../core/base/digest.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import { Cluster } from '../core/sim/cluster.ts';
import { createMachines } from '../core/sim/machines.ts';
import { toTimeUs } from '../core/types/ids.ts';
import { writeKernel } from '../scripts/gen-kernel.ts';
import { createNodeKernel } from '../scripts/node-kernel.ts';
import { loadKernel } from '../workers/load-kernel.ts';
import { type WasmKernel, createWasmKernel } from '../workers/wasm-kernel.ts';

const BYTES = readFileSync('workers/kernel.wasm');
const wasm = createNodeKernel();
const plain = createKernel();

const EDGES = [
  0n,
  1n,
  2n,
  255n,
  256n,
  2n ** 29n - 1n,
  2n ** 64n,
  2n ** 192n,
  2n ** 248n - 1n,
  2n ** 251n,
  FELT_PRIME - 2n,
  FELT_PRIME - 1n,
];
const felt = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: FELT_PRIME - 1n })).map(toFelt);
const scalar = fc.oneof(fc.constantFrom(1n, 2n, CURVE_ORDER - 1n, 2n ** 251n), fc.bigInt({ min: 1n, max: CURVE_ORDER - 1n }));
const point = ({ x, y }: { readonly x: bigint; readonly y: bigint }): CurvePoint => ({ x: toFelt(x), y: toFelt(y) });
const [BASE, SHIFT] = [point(GENERATOR), point(PEDERSEN_POINTS.shift)];

/** k times the generator; k is in [1, N). */
const multiple = (k: bigint): CurvePoint => {
  const sum = plain.ecOp(SHIFT, BASE, toFelt(k));
  const back = plain.ecOp(sum.ok ? sum.value : SHIFT, point({ x: SHIFT.x, y: FELT_PRIME - SHIFT.y }), toFelt(1n));
  if (!back.ok) throw new Error('a multiple that is not one of the shift point');
  return back.value;
};

afterEach(() => vi.unstubAllGlobals());

test('wasm kernel: the committed module is what the source compiles to', () => {
  const out = join(mkdtempSync(join(tmpdir(), 'kernel-')), 'kernel.wasm');
  writeKernel(out);
  expect(readFileSync(out).equals(BYTES)).toBe(true);
});

test('wasm kernel: products and long chains of products equal those of integers', () => {
  fc.assert(
    fc.property(felt, felt, fc.integer({ min: 0, max: 40 }), (a, b, times) => {
      let want: bigint = a;
      for (let i = 0; i < times; i++) want = (want * b) % FELT_PRIME;
      expect(wasm.multiply(a, b, times)).toBe(want);
    }),
    { numRuns: 2_000 },
  );
});

test('wasm kernel: hashes equal those of the TypeScript kernel', () => {
  for (const a of EDGES.map(toFelt)) for (const b of EDGES.map(toFelt)) expect(wasm.pedersen(a, b)).toBe(plain.pedersen(a, b));
  fc.assert(
    fc.property(felt, felt, felt, (a, b, c) => {
      expect(wasm.pedersen(a, b)).toBe(plain.pedersen(a, b));
      expect(wasm.poseidonPair(a, b)).toBe(plain.poseidonPair(a, b));
      expect(wasm.hades([a, b, c])).toEqual(plain.hades([a, b, c]));
    }),
    { numRuns: 300 },
  );
});

test('wasm kernel: sponges of every length around the size of its area equal those of the TypeScript kernel', () => {
  for (const length of [0, 1, 2, 3, 61, 62, 63, 64, 65, 127, 128, 129, 200]) {
    const felts = Array.from({ length }, (_, i) => toFelt((BigInt(i) * 2n ** 245n + 7n) % FELT_PRIME));
    expect(wasm.poseidonMany(felts)).toBe(plain.poseidonMany(felts));
  }
});

test('wasm kernel: roots and inverses equal those of the TypeScript kernel', () => {
  for (let value = 0n; value < 100n; value++) expect(wasm.fieldSqrt(toFelt(value))).toBe(plain.fieldSqrt(toFelt(value)));
  fc.assert(
    fc.property(felt, (value) => {
      expect(wasm.fieldSqrt(value)).toBe(plain.fieldSqrt(value));
      if (value !== 0n) expect(wasm.invert(value)).toBe(plain.invert(value));
    }),
    { numRuns: 300 },
  );
  expect(() => wasm.invert(toFelt(0n))).toThrow('an inverse');
});

test('wasm kernel: ec_op equals that of the TypeScript kernel, with new and kept doublings', () => {
  fc.assert(
    fc.property(scalar, scalar, felt, (p, q, m) => {
      const args = [multiple(p), multiple(q), m] as const;
      const want = plain.ecOp(...args);
      expect(wasm.ecOp(...args)).toEqual(want);
      expect(wasm.ecOp(...args)).toEqual(want);
    }),
    { numRuns: 60 },
  );
});

test('wasm kernel: ec_op fails in the same rounds, and names the same points off the curve', () => {
  let failures = 0;
  const small = [1n, 2n, 3n, 4n, 5n, 8n, CURVE_ORDER - 1n, CURVE_ORDER - 2n].map(multiple);
  for (const p of small) {
    for (const q of small) {
      for (let m = 0n; m < 18n; m++) {
        const want = plain.ecOp(p, q, toFelt(m));
        expect(wasm.ecOp(p, q, toFelt(m))).toEqual(want);
        if (!want.ok) failures++;
      }
    }
  }
  expect(failures).toBeGreaterThan(100);
  const off = point({ x: 5n, y: 5n });
  expect(wasm.ecOp(off, BASE, toFelt(1n))).toEqual(plain.ecOp(off, BASE, toFelt(1n)));
  expect(wasm.ecOp(BASE, off, toFelt(1n))).toEqual(plain.ecOp(BASE, off, toFelt(1n)));
});

test('wasm kernel: signatures are decided as by the TypeScript kernel, right and wrong ones', () => {
  fc.assert(
    fc.property(scalar, fc.bigInt({ min: 0n, max: 2n ** 251n - 1n }).map(toFelt), (key, hash) => {
      const { r, s } = signStark(key, hash);
      const publicKey = publicKeyOf(key);
      expect(wasm.ecdsaVerify(publicKey, hash, r, s)).toBe(true);
      expect(wasm.generatorMultiple(key)).toBe(publicKey);
      for (const [k, z, x, y] of [
        [toFelt(publicKey + 1n), hash, r, s],
        [publicKey, toFelt(hash + 1n), r, s],
        [publicKey, hash, toFelt(r + 1n), s],
        [publicKey, hash, r, toFelt(CURVE_ORDER - s)],
        [publicKey, toFelt(0n), r, s],
        [r, hash, r, s],
      ] as const) {
        expect(wasm.ecdsaVerify(k, z, x, y)).toBe(plain.ecdsaVerify(k, z, x, y));
      }
    }),
    { numRuns: 40 },
  );
});

test('wasm kernel: the order of calls changes nothing', () => {
  const [a, b] = [toFelt(FELT_PRIME - 5n), toFelt(2n ** 250n + 9n)];
  const calls: readonly ((kernel: Kernel) => unknown)[] = [
    (kernel) => kernel.pedersen(a, b),
    (kernel) => kernel.fieldSqrt(a),
    (kernel) => kernel.poseidonMany([a, b, a]),
    (kernel) => kernel.ecOp(SHIFT, BASE, a),
    (kernel) => kernel.invert(b),
    (kernel) => kernel.ecdsaVerify(BASE.x, a, b, b),
  ];
  const want = calls.map((call) => call(plain));
  fc.assert(
    fc.property(fc.array(fc.nat(calls.length - 1), { minLength: 2, maxLength: 12 }), (order) => {
      const fresh = createNodeKernel();
      for (const i of order) expect(calls[i]!(fresh)).toEqual(want[i]);
    }),
    { numRuns: 12 },
  );
});

test.each(['quiet-proposer', 'two-batchers'])('wasm kernel: the run %s has the same fingerprint with both kernels', (scenario) => {
  const fingerprint = (kernel: Kernel): string => {
    const cluster = new Cluster({
      world: worldOf({ scenario, seed: 5 })!,
      seed: 5,
      interventions: [],
      createMachine: createMachines(worldOf({ scenario, seed: 5 })!, 5, kernel),
    });
    const { events, chains } = cluster.advance(toTimeUs(9_000_000));
    expect(events.length).toBeGreaterThan(500);
    return digestToHex(digestBytes(chains));
  };
  const counted = { calls: 0 };
  const counting: Kernel = { ...wasm, pedersen: (a, b) => (counted.calls++, wasm.pedersen(a, b)) };
  expect(fingerprint(counting)).toBe(fingerprint(plain));
  expect(counted.calls).toBeGreaterThan(100);
});

/** Signed LEB128. */
const leb = (value: number): readonly number[] => {
  const [byte, rest] = [value & 0x7f, value >> 7];
  return rest === 0 && (byte & 0x40) === 0 ? [byte] : [byte | 0x80, ...leb(rest)];
};

test('wasm kernel: one wrong constant in the module makes every function differ', () => {
  // 17 * 2^18, by which the quotients are folded in, becomes 17 * 2^18 + 1.
  const [from, to] = [leb(17 << 18), leb((17 << 18) + 1)].map((bytes) => Buffer.from([0x42, ...bytes]));
  const broken = Buffer.from(BYTES);
  let changed = 0;
  for (let at = broken.indexOf(from!); at >= 0; at = broken.indexOf(from!, at + 1), changed++) to!.copy(broken, at);
  expect(changed).toBeGreaterThan(9);
  const bad: WasmKernel = createWasmKernel(new WebAssembly.Module(broken));
  const [a, b] = [toFelt(2n ** 250n + 1n), toFelt(2n ** 249n + 3n)];
  const differs = (ask: (kernel: Kernel) => unknown): boolean => {
    try {
      return JSON.stringify(ask(bad), text) !== JSON.stringify(ask(plain), text);
    } catch {
      return true;
    }
  };
  const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString(16) : value);
  expect(bad.multiply(a, b, 1)).not.toBe((a * b) % FELT_PRIME);
  const { r, s } = signStark(5n, a);
  for (const ask of [
    (kernel: Kernel) => kernel.pedersen(a, b),
    (kernel: Kernel) => kernel.poseidonPair(a, b),
    (kernel: Kernel) => kernel.poseidonMany([a]),
    (kernel: Kernel) => kernel.invert(a),
    (kernel: Kernel) => kernel.fieldSqrt(a),
    (kernel: Kernel) => kernel.ecOp(SHIFT, BASE, b),
    (kernel: Kernel) => kernel.ecdsaVerify(publicKeyOf(5n), a, r, s),
  ]) {
    expect(differs(ask)).toBe(true);
  }
});

const answer =
  (status: number, body: Uint8Array<ArrayBuffer>): (() => Promise<Response>) =>
  () =>
    Promise.resolve(new Response(body, { status }));
const hashOf = (kernel: Kernel): Felt => kernel.pedersen(toFelt(1n), toFelt(2n));

test('loading: the module that is fetched; without it the TypeScript kernel, and why', async () => {
  vi.stubGlobal('fetch', answer(200, new Uint8Array(BYTES)));
  const good = await loadKernel();
  expect(good.refused).toBeNull();
  expect('multiply' in good.kernel).toBe(true);
  const refusals: readonly (readonly [() => Promise<Response>, RegExp])[] = [
    [answer(404, new Uint8Array()), /^404/],
    [answer(200, new Uint8Array([1, 2, 3])), /expected 4 bytes/],
    [() => Promise.reject(new Error('offline')), /^offline$/],
  ];
  for (const [fetch, reason] of refusals) {
    vi.stubGlobal('fetch', fetch);
    const { kernel, refused } = await loadKernel();
    expect(refused).toMatch(reason);
    expect('multiply' in kernel).toBe(false);
    expect(hashOf(kernel)).toBe(hashOf(good.kernel));
  }
});
