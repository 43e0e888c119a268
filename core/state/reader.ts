// What execution reads. Unset cells, nonces and class hashes are 0, as in blockifier's StateReader.
import type { Felt } from '../base/felt.ts';

export interface StateReader {
  readonly storageAt: (address: Felt, key: Felt) => Felt;
  readonly nonceAt: (address: Felt) => Felt;
  readonly classHashAt: (address: Felt) => Felt;
  /** Compiled class hash of a declared class; 0 when it is not declared. */
  readonly compiledClassHashOf: (classHash: Felt) => Felt;
}
