// The hash of a Sierra class. Source: commitments.md 2; its compiled form has one of its own (compiled-class-hash.ts).
// The Sierra program, entry points and the ABI's text go in as they are; nothing is checked or normalised here.
import { type Felt, feltFromAscii, toFelt } from '../base/felt.ts';
import { utf8ToBytes } from '../base/utf8.ts';
import { starknetKeccak } from '../crypto/keccak.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { SierraClass, SierraEntryPoint } from '../types/transaction.ts';
import { ADDRESS_END } from './contract-address.ts';

/** The hash that names a Sierra class. */
export const sierraClassHash = (kernel: Kernel, sierra: SierraClass): Felt => {
  const entryPoints = (list: readonly SierraEntryPoint[]): Felt =>
    kernel.poseidonMany(list.flatMap(({ selector, index }) => [selector, toFelt(index)]));
  const hash = kernel.poseidonMany([
    feltFromAscii(`CONTRACT_CLASS_V${sierra.contractClassVersion}`),
    entryPoints(sierra.externals),
    entryPoints(sierra.l1Handlers),
    entryPoints(sierra.constructors),
    starknetKeccak(utf8ToBytes(sierra.abi)),
    kernel.poseidonMany(sierra.program),
  ]);
  return toFelt(hash % ADDRESS_END);
};
