// Pedersen hash of two felts: shift + low(a) P1 + high(a) P2 + low(b) P3 + high(b) P4, x coordinate; low = 248 bits, high = 4 bits.
// Source: the Starknet documentation ("Pedersen hash"), points from the public parameters of crypto-cpp. A small table (170 KB, a few ms) is built on
// the first use; a host that goes on hashing gets a large one (1.4 MB, some 20 ms) that makes hashes nearly twice as fast.
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { required } from '../base/assert.ts';
import { type AffinePoint, type DigitBits, type MultiplesTable, SCALAR_BITS, createSumArena, sumOfMultiples } from './curve.ts';
import { type Base, digitBases } from './digit-bases.ts';
import { invertMod } from './invert.ts';
import { createMultiplesTable } from './multiples-table.ts';

const SHIFT: AffinePoint = {
  x: 0x49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804n,
  y: 0x3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268an,
};
const LOW_A: AffinePoint = {
  x: 0x234287dcbaffe7f969c748655fca9e58fa8120b6d56eb0c1080d17957ebe47bn,
  y: 0x3b056f100f96fb21e889527d41f4e39940135dd7a6c94cc6ed0268ee89e5615n,
};
const HIGH_A: AffinePoint = {
  x: 0x4fa56f376c83db33f9dab2656558f3399099ec1de5e3018b7a6932dba8aa378n,
  y: 0x3fa0984c931c9e38113e0c0e47e4401562761f92a7a23b45168f4e80ff5b54dn,
};
const LOW_B: AffinePoint = {
  x: 0x4ba4cc166be8dec764910f75b45f74b40c690c74709e90f3aa372f0bd2d6997n,
  y: 0x40301cf5c1751f4b971e46c4ede85fcac5c59a5ce5ae7c48151f27b24b219cn,
};
const HIGH_B: AffinePoint = {
  x: 0x54302dcb0e6cc1c6e44cca8f61a63bb2ca65048d53fb325d36ff12c49a58202n,
  y: 0x1b77b3e37d13504b348046268d8ae25ce98ad783c25561a879dcc77e99c2426n,
};

/** Hashes after which the large table has soon paid for itself. */
const HASHES_WITH_SMALL_TABLE = 500;
const LOW_BITS = 248;

const createTable = (bits: DigitBits): MultiplesTable => {
  const bases = (low: AffinePoint, high: AffinePoint): readonly Base[] => [
    ...digitBases(low, LOW_BITS, bits),
    ...digitBases(high, SCALAR_BITS - LOW_BITS, bits),
  ];
  return createMultiplesTable([...bases(LOW_A, HIGH_A), ...bases(LOW_B, HIGH_B)], bits);
};

/** A Pedersen hash with tables and scratch memory of its own. */
export const createPedersen = (): ((a: Felt, b: Felt) => Felt) => {
  const arena = createSumArena();
  let table: MultiplesTable | null = null;
  let hashes = 0;
  return (a, b) => {
    if (table === null) table = createTable(4);
    else if (hashes === HASHES_WITH_SMALL_TABLE) table = createTable(8);
    hashes++;
    const sum = required(sumOfMultiples(arena, table, [a, b], SHIFT), 'createPedersen: a sum that starts at the shift point');
    return toFelt((sum.x * invertMod(sum.zz, FELT_PRIME)) % FELT_PRIME);
  };
};
