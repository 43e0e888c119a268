// Makes a signed Declare V3 out of what the user meant and the class that the network's class manager holds under that hash.
// Source: commitments.md 1 (hash), execution.md 7.7. The same bytes as starknet.js makes.
import type { Felt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { utf8ToBytes } from '../base/utf8.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { DeclareIntent } from '../types/intent.ts';
import type { DeclareV3, HashedTransaction, SierraClass } from '../types/transaction.ts';
import { type IntentPlace, signIntent } from './sign-intent.ts';

/** A class as a declaration carries it. */
export type DeclaredClass = { readonly sierra: SierraClass; readonly compiledClassHash: Felt };

/** The transaction, frozen. Asserts that the intent names a predeployed account and that its amounts fit their fields. */
export const buildDeclare = (
  kernel: Kernel,
  { intent, place }: { readonly intent: DeclareIntent; readonly place: IntentPlace },
  { sierra, compiledClassHash }: DeclaredClass,
): HashedTransaction<DeclareV3> =>
  signIntent<DeclareV3>(kernel, { intent, place }, (fields) => ({
    ...fields,
    kind: 'declare_v3',
    compiledClassHash,
    accountDeploymentData: freeze([]),
    class: sierra,
  }));

/** Bytes on the wire of one felt, one entry point, and of everything else of a declaration, rounded up. */
const [FELT_WIRE, ENTRY_WIRE, REST_WIRE] = [36, 50, 4_096];

/** Bytes that a declaration of the class takes in a message, at most. */
export const declareBytesMax = ({ abi, program, externals, l1Handlers, constructors }: SierraClass): number =>
  REST_WIRE +
  utf8ToBytes(abi).length +
  FELT_WIRE * program.length +
  ENTRY_WIRE * (externals.length + l1Handlers.length + constructors.length);
