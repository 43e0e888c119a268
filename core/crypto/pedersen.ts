// Pedersen hash of two felts: shift + low(a) P1 + high(a) P2 + low(b) P3 + high(b) P4, x coordinate; low = 248 bits, high = 4 bits.
// A small table (170 KB, a few ms) is built on
// the first use; a host that goes on hashing gets a large one (1.4 MB, some 20 ms) that makes hashes nearly twice as fast.
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { required } from '../base/assert.ts';
import { type DigitBits, type MultiplesTable, SCALAR_BITS, createSumArena, sumOfMultiples } from './curve.ts';
import { type Base, digitBases } from './digit-bases.ts';
import { invertMod } from './invert.ts';
import { createMultiplesTable } from './multiples-table.ts';
import { type AffinePoint, PEDERSEN_LOW_BITS, PEDERSEN_POINTS } from './parameters.ts';

/** Hashes after which the large table has soon paid for itself. */
const HASHES_WITH_SMALL_TABLE = 500;

const createTable = (bits: DigitBits): MultiplesTable => {
  const bases = (low: AffinePoint, high: AffinePoint): readonly Base[] => [
    ...digitBases(low, PEDERSEN_LOW_BITS, bits),
    ...digitBases(high, SCALAR_BITS - PEDERSEN_LOW_BITS, bits),
  ];
  const { lowA, highA, lowB, highB } = PEDERSEN_POINTS;
  return createMultiplesTable([...bases(lowA, highA), ...bases(lowB, highB)], bits);
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
    const sum = required(
      sumOfMultiples(arena, table, [a, b], PEDERSEN_POINTS.shift),
      'createPedersen: a sum that starts at the shift point',
    );
    return toFelt((sum.x * invertMod(sum.zz, FELT_PRIME)) % FELT_PRIME);
  };
};
