// The kernel's functions per CPU second: in WebAssembly, in TypeScript, and by @scure/starknet over bigints, in one run. Ratios are what to trust.
import { Point, pedersen, poseidonSmall, sign, verify } from '@scure/starknet';
import { FELT_PRIME, type Felt, toFelt } from '../core/base/felt.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { publicKeyOf } from '../core/crypto/ecdsa.ts';
import type { CurvePoint, Kernel } from '../core/crypto/kernel.ts';
import { GENERATOR, PEDERSEN_POINTS } from '../core/crypto/parameters.ts';
import { createNodeKernel } from '../scripts/node-kernel.ts';

const ROUNDS = 5;
const ROUND_US = 150_000;

const cpuUs = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** Calls per CPU second, the best of a few rounds; the argument of `work` counts calls. */
const rate = (work: (call: number) => void): number => {
  let [best, call] = [0, 0];
  work(call);
  for (let round = 0; round < ROUNDS; round++) {
    const [start, first] = [cpuUs(), call];
    let spent = 0;
    for (let batch = 1; spent < ROUND_US; batch *= 2, spent = cpuUs() - start) for (let i = 0; i < batch; i++) work(++call);
    best = Math.max(best, ((call - first) * 1e6) / spent);
  }
  return best;
};

const hex = (value: bigint): string => `0x${value.toString(16)}`;
/** Scattered felts, the same in every run. */
const scattered = (n: number): Felt => toFelt((BigInt(n + 1) ** 7n * 0x123456789abcdef0123456789abcdef0123456789abcdefn + 5n) % FELT_PRIME);
const asPoint = ({ x, y }: { readonly x: bigint; readonly y: bigint }): CurvePoint => ({ x: toFelt(x), y: toFelt(y) });
const SHIFT = asPoint(PEDERSEN_POINTS.shift);
/** Points for ec_op that no kernel has kept. */
const POINTS = Array.from({ length: 64 }, (_, i) => asPoint(Point.BASE.multiply(BigInt(i + 2) ** 40n)));
const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

const KEY = 0x123456789abcdefn;
const HASH = toFelt(2n ** 250n + 77n);
const { r, s } = sign(hex(HASH), hex(KEY));
const [R, S, X] = [toFelt(r), toFelt(s), publicKeyOf(KEY)];
const FULL_KEY = `0x${Point.BASE.multiply(KEY).toHex(false)}`;

type Row = {
  readonly name: string;
  readonly ours: (kernel: Kernel) => (i: number) => void;
  readonly peer: ((i: number) => void) | null;
  /** Times the peer, or per second where there is none. */
  readonly bar: number | null;
};

const ROWS: readonly Row[] = [
  {
    name: 'Pedersen',
    ours: (kernel) => (i) => kernel.pedersen(scattered(i % 97), scattered(i % 89)),
    peer: (i) => pedersen(scattered(i % 97), scattered(i % 89)),
    bar: 25,
  },
  {
    name: 'Poseidon permutation',
    ours: (kernel) => (i) => kernel.hades([scattered(i % 97), scattered(i % 89), scattered(3)]),
    peer: (i) => poseidonSmall([scattered(i % 97), scattered(i % 89), scattered(3)]),
    bar: 10,
  },
  {
    name: 'ECDSA verify',
    ours: (kernel) => () => kernel.ecdsaVerify(X, HASH, R, S),
    peer: () => verify(new Uint8Array(Buffer.from(hexOf(R) + hexOf(S), 'hex')), hex(HASH), FULL_KEY),
    bar: 6,
  },
  { name: 'ec_op, new point', ours: (kernel) => (i) => kernel.ecOp(SHIFT, at(POINTS, i), scattered(i % 97)), peer: null, bar: 2_500 },
  {
    name: 'ec_op, kept doublings',
    ours: (kernel) => (i) => kernel.ecOp(SHIFT, asPoint(GENERATOR), scattered(i % 97)),
    peer: null,
    bar: 7_500,
  },
  {
    name: 'square root',
    ours: (kernel) => (i) => kernel.fieldSqrt(scattered(i % 97)),
    peer: (i) => Point.Fp.sqrt(scattered(i % 97) ** 2n % FELT_PRIME),
    bar: null,
  },
  { name: 'inversion', ours: (kernel) => (i) => kernel.invert(scattered(i % 97)), peer: (i) => Point.Fp.inv(scattered(i % 97)), bar: null },
];

const hexOf = (value: bigint): string => value.toString(16).padStart(64, '0');

const multiplications = (): void => {
  const wasm = createNodeKernel();
  const [a, b] = [scattered(1), scattered(2)];
  const times = 10_000;
  const perSecond = times * rate(() => wasm.multiply(a, b, times));
  let value: bigint = a;
  const plain =
    times *
    rate(() => {
      for (let i = 0; i < times; i++) value = (value * b) % FELT_PRIME;
    });
  console.log(
    `field multiplication: WebAssembly ${(1e9 / perSecond).toFixed(1)} ns, bigint with a remainder ${(1e9 / plain).toFixed(1)} ns`,
  );
};

const time = (name: string, work: () => void): string => {
  const start = performance.now();
  work();
  return `${name} ${(performance.now() - start).toFixed(1)} ms`;
};

const firstUse = (): void => {
  const kernel = createNodeKernel();
  const [a, b] = [scattered(1), scattered(2)];
  const parts = [
    time('Pedersen', () => kernel.pedersen(a, b)),
    time('Poseidon', () => kernel.poseidonPair(a, b)),
    time('ECDSA', () => kernel.ecdsaVerify(X, HASH, R, S)),
    time('roots', () => kernel.fieldSqrt(a)),
  ];
  console.log(`first call in WebAssembly, tables included: ${parts.join(', ')}`);
};

/** Prints the table. */
export const benchKernels = (): void => {
  console.log(`kernels per CPU second (best of ${ROUNDS})`);
  console.log('function                     wasm  TypeScript      scure   wasm/scure          bar');
  for (const { name, ours, peer, bar } of ROWS) {
    const [wasm, plain] = [rate(ours(createNodeKernel())), rate(ours(createKernel()))];
    const other = peer === null ? null : rate(peer);
    const ratio = other === null ? '-' : `${(wasm / other).toFixed(1)}x`;
    const wanted = bar === null ? '-' : other === null ? `${bar}/s` : `${bar}x`;
    const reached = bar === null ? '' : (other === null ? wasm : wasm / other) >= bar ? ' met' : ' MISSED';
    const cells = [wasm.toFixed(0).padStart(8), plain.toFixed(0).padStart(11), (other?.toFixed(0) ?? '-').padStart(10), ratio.padStart(12)];
    console.log(`${name.padEnd(24)} ${cells.join(' ')} ${wanted.padStart(8)}${reached}`);
  }
  multiplications();
  firstUse();
};
