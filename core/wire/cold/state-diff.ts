// StateDiffsResponse: one contract's changes, one declared class, or the end (crates/apollo_protobuf/src/converters/state_diff.rs). Decoding only.
// The volition domain is ignored on reading.
import type { Felt } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import { type Convert, type DecodeResult, decodeWith } from '../codec.ts';
import { type ContractDiffOut, type DeclaredClassOut, StateDiffsResponse, type StateDiffsResponseOut } from '../generated/messages.ts';

export type StateDiffChunk =
  | {
      readonly kind: 'contract_diff';
      readonly address: Felt;
      /** Null: not deployed or replaced in this block. */
      readonly classHash: Felt | null;
      /** Null: not updated in this block. */
      readonly nonce: Felt | null;
      readonly values: readonly (readonly [key: Felt, value: Felt])[];
    }
  | { readonly kind: 'declared_class'; readonly classHash: Felt; readonly compiledClassHash: Felt }
  /** A Cairo 0 class: declared without a compiled class hash. */
  | { readonly kind: 'deprecated_class'; readonly classHash: Felt }
  | { readonly kind: 'fin' };

const convertContractDiff: Convert<ContractDiffOut, StateDiffChunk> = (message, reading) =>
  freeze({
    kind: 'contract_diff',
    address: reading.address(message.address, 'ContractDiff::address'),
    classHash: reading.optionalHash(message.classHash, 'ContractDiff::class_hash'),
    nonce: reading.optionalFelt(message.nonce, 'ContractDiff::nonce'),
    values: freeze(
      message.values.map((entry) =>
        freeze([
          reading.patriciaKey(entry.key, 'ContractStoredValue::key', 'Felt252'),
          reading.felt(entry.value, 'ContractStoredValue::value'),
        ] as const),
      ),
    ),
  });

const convertDeclaredClass: Convert<DeclaredClassOut, StateDiffChunk> = (message, reading) => {
  const classHash = reading.hash(message.classHash, 'DeclaredClass::class_hash');
  const compiledClassHash = reading.optionalHash(message.compiledClassHash, 'DeclaredClass::compiled_class_hash');
  return compiledClassHash === null
    ? freeze({ kind: 'deprecated_class', classHash })
    : freeze({ kind: 'declared_class', classHash, compiledClassHash });
};

const convertResponse: Convert<StateDiffsResponseOut, StateDiffChunk> = (message, reading) => {
  switch (message.stateDiffMessage) {
    case 'contractDiff':
      return convertContractDiff(reading.present(message.contractDiff, 'contract_diff'), reading);
    case 'declaredClass':
      return convertDeclaredClass(reading.present(message.declaredClass, 'declared_class'), reading);
    case 'fin':
      return freeze({ kind: 'fin' });
    case undefined:
      return reading.present<StateDiffChunk>(null, 'StateDiffsResponse::state_diff_message');
  }
};

export const decodeStateDiffsResponse = (bytes: Uint8Array): DecodeResult<StateDiffChunk> =>
  decodeWith(StateDiffsResponse, bytes, convertResponse);
