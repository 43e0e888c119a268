// The kernel over WebAssembly (wasm/): integers go in and out as four words in the area that the module's memory begins with. What is decided here and in
// core/crypto is the same as for the TypeScript kernel; only arithmetic in the field and on the curve happens there. Tables are built on first use.
import { assert } from '../core/base/assert.ts';
import { FELT_ONE, FELT_PRIME, FELT_ZERO, type Felt, toFelt } from '../core/base/felt.ts';
import { type EcOpSums, createEcOp } from '../core/crypto/ec-op.ts';
import { type EcdsaMultiples, createEcdsaVerify, createGeneratorMultiple } from '../core/crypto/ecdsa-core.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { CURVE_B, GENERATOR, PEDERSEN_POINTS } from '../core/crypto/parameters.ts';
import { roundConstants } from '../core/crypto/poseidon-constants.ts';

/** What wasm/kernel.ts exports; numbers in brackets there are places of integers. */
type KernelExports = {
  readonly memory: WebAssembly.Memory;
  readonly prepare: () => void;
  readonly multiply: (times: number) => void;
  readonly invert: () => void;
  readonly prepareFieldSqrt: () => void;
  readonly fieldSqrt: () => void;
  readonly setRoundConstant: (index: number) => void;
  readonly hades: () => void;
  readonly startSponge: () => void;
  readonly absorb: (pairs: number) => void;
  readonly squeeze: () => void;
  readonly preparePedersen: () => void;
  readonly pedersen: () => void;
  readonly prepareGenerator: () => void;
  readonly generatorMultiple: () => void;
  readonly ladder: () => void;
  readonly keepDoublings: (place: number) => void;
  readonly addMultiple: (place: number) => number;
};

/** Integers that the area of arguments holds. */
const PLACES = 64;
/** R of the Montgomery form is 2^261 (wasm/limbs.ts). */
const R_SQUARED: bigint = 2n ** 522n % FELT_PRIME;

type Ports = { readonly put: (...values: readonly bigint[]) => void; readonly take: (place: number) => bigint };

const createPorts = (memory: WebAssembly.Memory): Ports => {
  let words = new BigUint64Array(memory.buffer, 0, 4 * PLACES);
  /** Memory that has grown has another buffer. */
  const fresh = (): BigUint64Array => {
    if (words.length === 0) words = new BigUint64Array(memory.buffer, 0, 4 * PLACES);
    return words;
  };
  return {
    put: (...values) => {
      const to = fresh();
      let at = 0;
      for (const value of values) {
        to[at] = value;
        to[at + 1] = value >> 64n;
        to[at + 2] = value >> 128n;
        to[at + 3] = value >> 192n;
        at += 4;
      }
    },
    take: (place) => {
      const from = fresh();
      const word = (i: number): bigint => from[4 * place + i] as bigint;
      return word(0) | (word(1) << 64n) | (word(2) << 128n) | (word(3) << 192n);
    },
  };
};

/** Does `prepare` before the first call only. */
const once = (prepare: () => void): (() => void) => {
  let done = false;
  return () => {
    if (done) return;
    prepare();
    done = true;
  };
};

type Wired = Ports & { readonly wasm: KernelExports };

const createCurve = ({ wasm, put, take }: Wired): EcdsaMultiples & EcOpSums => {
  const ready = once(() => {
    put(GENERATOR.x, GENERATOR.y);
    wasm.prepareGenerator();
  });
  return {
    ofGenerator: (scalar) => {
      ready();
      put(scalar);
      wasm.generatorMultiple();
      return { x: take(0), zz: take(1) };
    },
    ofX: (x, scalar) => {
      put(x, scalar);
      wasm.ladder();
      return { x: take(0), z: take(1) };
    },
    keep: (place, q) => {
      put(q.x, q.y);
      wasm.keepDoublings(place);
    },
    add: (place, p, m) => {
      put(p.x, p.y, m);
      return wasm.addMultiple(place) === 0 ? null : { x: toFelt(take(0)), y: toFelt(take(1)) };
    },
  };
};

const createPoseidon = ({ wasm, put, take }: Wired): Pick<Kernel, 'hades' | 'poseidonPair' | 'poseidonMany'> => {
  const ready = once(() =>
    roundConstants().forEach((constant, i) => {
      put(constant);
      wasm.setRoundConstant(i);
    }),
  );
  const permute = (a: Felt, b: Felt, c: bigint): void => {
    ready();
    put(a, b, c);
    wasm.hades();
  };
  return {
    hades: ([a, b, c]) => {
      permute(a, b, c);
      return [toFelt(take(0)), toFelt(take(1)), toFelt(take(2))];
    },
    poseidonPair: (a, b) => {
      permute(a, b, 2n);
      return toFelt(take(0));
    },
    poseidonMany: (felts) => {
      ready();
      wasm.startSponge();
      // Padding: a 1 after the last element, then a 0 if that makes the number odd.
      const padded = [...felts, FELT_ONE];
      if (padded.length % 2 === 1) padded.push(FELT_ZERO);
      for (let from = 0; from < padded.length; from += PLACES) {
        const part = padded.slice(from, from + PLACES);
        put(...part);
        wasm.absorb(part.length / 2);
      }
      wasm.squeeze();
      return toFelt(take(0));
    },
  };
};

const createPedersen = ({ wasm, put, take }: Wired): Kernel['pedersen'] => {
  const { shift, lowA, highA, lowB, highB } = PEDERSEN_POINTS;
  const ready = once(() => {
    put(...[shift, lowA, highA, lowB, highB].flatMap(({ x, y }) => [x, y]));
    wasm.preparePedersen();
  });
  return (a, b) => {
    ready();
    put(a, b);
    wasm.pedersen();
    return toFelt(take(0));
  };
};

const createFieldSqrt = ({ wasm, put, take }: Wired): Kernel['fieldSqrt'] => {
  const ready = once(() => {
    put(3n);
    wasm.prepareFieldSqrt();
  });
  return (value) => {
    if (value === 0n) return value;
    ready();
    put(value);
    wasm.fieldSqrt();
    const root = take(0);
    return toFelt(root * 2n < FELT_PRIME ? root : FELT_PRIME - root);
  };
};

/** A kernel with a memory of its own, and the bare field multiplication. */
export type WasmKernel = Kernel & {
  /** a * b^times. */
  readonly multiply: (a: Felt, b: Felt, times: number) => Felt;
};

/** Starts a kernel of a compiled module. Throws when there is no memory for it. */
export const createWasmKernel = (module: WebAssembly.Module): WasmKernel => {
  // The module is our own: its exports are those above, which the tests call one by one.
  const wasm = new WebAssembly.Instance(module).exports as KernelExports;
  const ports = createPorts(wasm.memory);
  const { put, take } = ports;
  put(R_SQUARED, 1n, CURVE_B, (4n * CURVE_B) % FELT_PRIME, (8n * CURVE_B) % FELT_PRIME);
  wasm.prepare();
  const wired = { ...ports, wasm };
  const curve = createCurve(wired);
  return {
    pedersen: createPedersen(wired),
    ...createPoseidon(wired),
    ecdsaVerify: createEcdsaVerify(curve),
    generatorMultiple: createGeneratorMultiple(curve),
    ecOp: createEcOp(curve),
    fieldSqrt: createFieldSqrt(wired),
    invert: (value) => {
      assert(value !== 0n, 'createWasmKernel: a value that has an inverse');
      put(value);
      wasm.invert();
      return toFelt(take(0));
    },
    multiply: (a, b, times) => {
      put(a, b);
      wasm.multiply(times);
      return toFelt(take(0));
    },
  };
};
