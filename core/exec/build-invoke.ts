// Makes a signed Invoke V3 out of what the user meant: multicall calldata, hash, Stark signature. The same bytes as starknet.js makes.
// Source: execution.md 10.4 (calls), commitments.md 1 (hash), world.md 9 (an intent is stored, signing is deterministic).
import { type Felt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { InvokeIntent } from '../types/intent.ts';
import type { Call, HashedTransaction, InvokeV3 } from '../types/transaction.ts';
import { type IntentPlace, signIntent } from './sign-intent.ts';

/** Calldata of `__validate__` and `__execute__`: n, then per call to, selector, length, data. */
export const multicallCalldata = (calls: readonly Call[]): readonly Felt[] => [
  toFelt(calls.length),
  ...calls.flatMap((call) => [call.to, call.selector, toFelt(call.calldata.length), ...call.calldata]),
];

/** The transaction, frozen. Asserts that the intent names a predeployed account and that its amounts fit their fields. */
export const buildInvoke = (kernel: Kernel, intent: InvokeIntent, place: IntentPlace): HashedTransaction<InvokeV3> =>
  signIntent(kernel, { intent, place }, (fields) => ({
    ...fields,
    kind: 'invoke_v3',
    calldata: freeze(multicallCalldata(intent.calls)),
    accountDeploymentData: freeze([]),
    proofFacts: freeze([]),
    proof: new Uint8Array(),
  }));
