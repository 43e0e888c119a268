// A kernel with a bounded memo in front of another: several validators in one host hash the same values. A memo of pure functions changes real time
// only (world.md 9). Two generations: when the young one is full it becomes the old one and what was the old one is forgotten.
import { assert } from '../base/assert.ts';
import type { Felt } from '../base/felt.ts';
import type { Kernel } from './kernel.ts';

/** Longer lists are hashed anew each time: their keys would weigh more than the hash. */
const LIST_FELTS_MAX = 64;

type Memo<T> = { young: Map<string, T>; old: Map<string, T> };

/** `kernel` behind a memo of at most `entriesMax` (at least 2) results per function. */
export const memoKernel = (kernel: Kernel, entriesMax: number): Kernel => {
  assert(Number.isSafeInteger(entriesMax) && entriesMax >= 2, 'memoKernel: room for at least two entries');
  const generationMax = Math.floor(entriesMax / 2);
  const remember = <T>(compute: (felts: readonly Felt[]) => T): ((felts: readonly Felt[]) => T) => {
    const memo: Memo<T> = { young: new Map(), old: new Map() };
    return (felts) => {
      const key = keyOf(felts);
      const known = memo.young.get(key);
      if (known !== undefined) return known;
      const result = memo.old.get(key) ?? compute(felts);
      if (memo.young.size >= generationMax) {
        memo.old = memo.young;
        memo.young = new Map();
      }
      memo.young.set(key, result);
      return result;
    };
  };
  const pedersen = remember((felts) => kernel.pedersen(at(felts, 0), at(felts, 1)));
  const pair = remember((felts) => kernel.poseidonPair(at(felts, 0), at(felts, 1)));
  const many = remember(kernel.poseidonMany);
  const hades = remember((felts) => kernel.hades([at(felts, 0), at(felts, 1), at(felts, 2)]));
  const verify = remember((felts) => kernel.ecdsaVerify(at(felts, 0), at(felts, 1), at(felts, 2), at(felts, 3)));
  const ecOp = remember((felts) => kernel.ecOp({ x: at(felts, 0), y: at(felts, 1) }, { x: at(felts, 2), y: at(felts, 3) }, at(felts, 4)));
  const multiple = remember((felts) => kernel.generatorMultiple(at(felts, 0)));
  const sqrt = remember((felts) => kernel.fieldSqrt(at(felts, 0)));
  return {
    pedersen: (a, b) => pedersen([a, b]),
    poseidonPair: (a, b) => pair([a, b]),
    poseidonMany: (felts) => (felts.length > LIST_FELTS_MAX ? kernel.poseidonMany(felts) : many(felts)),
    hades: (state) => hades(state),
    ecdsaVerify: (publicKey, hash, r, s) => verify([publicKey, hash, r, s]),
    generatorMultiple: (scalar) => multiple([scalar as Felt]),
    ecOp: (p, q, m) => ecOp([p.x, p.y, q.x, q.y, m]),
    fieldSqrt: (value) => sqrt([value]),
    // A key of the memo costs about as much as an inverse.
    invert: kernel.invert,
  };
};

const at = (felts: readonly Felt[], i: number): Felt => {
  const felt = felts[i];
  assert(felt !== undefined, 'memoKernel: a felt for each parameter');
  return felt;
};

const keyOf = (felts: readonly Felt[]): string => {
  let key = '';
  for (const felt of felts) key += `${felt.toString(32)},`;
  return key;
};
