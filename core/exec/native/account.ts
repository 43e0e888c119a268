// Built-in account: SRC-6 with one Stark key, as OpenZeppelin's account behaves.
// Source: execution.md 10.4 (interface), 10.7 (signature check: exactly two felts; (r, N - s) verifies too, as on chain).
// It has no constructor, no declare and no deploy validation: accounts of this engine are predeployed.
import { type Felt, FELT_ONE, FELT_ZERO, feltFromHex, toFelt } from '../../base/felt.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import { mapCell } from '../../hashes/storage-address.ts';
import { callContract, type Code, type NativeCode, executionInfo, require, storageRead } from '../calls.ts';
import { VALID } from '../felts.ts';
import { EXECUTE_SELECTOR, SELECTORS, VALIDATE_SELECTOR } from '../selectors.ts';
import { boolFelt, endArguments, readArguments, takeCalls, takeFelt, takeFelts } from './abi.ts';
import { contractCode, entryPoint } from './code.ts';
import { NATIVE_COSTS } from './costs.ts';
import { CELLS } from './storage.ts';

/** SRC-6: the account interface. */
export const ISRC6_ID: Felt = feltFromHex('0x2ceccef7f994940b3962a6c67e0ba4fcd37df7d131417c604f91e03caecc1cd');
/** SRC-5: introspection itself, always supported. */
const ISRC5_ID: Felt = feltFromHex('0x3f918d17e5ee77373b56385708f855659a07f75997f365cf87748628532a055');
/** Versions that `__execute__` accepts, also with the query bit 2^128. */
const EXECUTABLE_VERSIONS: readonly bigint[] = [1n, 3n].flatMap((version) => [version, version + (1n << 128n)]);

export const accountCode = (kernel: Kernel): NativeCode => {
  const costs = NATIVE_COSTS.account;
  const isValidSignature = entryPoint(costs.isValidSignature, (calldata) => runIsValidSignature(kernel, calldata));
  const getPublicKey = entryPoint(costs.getPublicKey, runGetPublicKey);
  return contractCode({
    external: [
      [VALIDATE_SELECTOR, entryPoint(costs.validate, (calldata) => runValidate(kernel, calldata))],
      [EXECUTE_SELECTOR, entryPoint(costs.execute, runExecute)],
      [SELECTORS.is_valid_signature, isValidSignature],
      [SELECTORS.isValidSignature, isValidSignature],
      [SELECTORS.supports_interface, entryPoint(costs.supportsInterface, (calldata) => runSupportsInterface(kernel, calldata))],
      [SELECTORS.get_public_key, getPublicKey],
      [SELECTORS.getPublicKey, getPublicKey],
    ],
    l1Handler: [],
  });
};

/** Whether `signature` is [r, s] of `hash` under the account's key. */
function* isValid(kernel: Kernel, hash: Felt, signature: readonly Felt[]): Code<boolean> {
  const publicKey = yield* storageRead(CELLS.Account_public_key);
  const [r, s] = signature;
  return signature.length === 2 && r !== undefined && s !== undefined && kernel.ecdsaVerify(publicKey, hash, r, s);
}

function* runValidate(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  yield* takeCalls(args);
  yield* endArguments(args);
  const { hash, signature } = yield* executionInfo();
  yield* require(yield* isValid(kernel, hash, signature), 'Account: invalid signature');
  return [VALID];
}

function* runExecute(calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const calls = yield* takeCalls(args);
  yield* endArguments(args);
  const { caller, version } = yield* executionInfo();
  yield* require(caller === FELT_ZERO, 'Account: invalid caller');
  yield* require(EXECUTABLE_VERSIONS.includes(version), 'Account: invalid tx version');
  const results: Felt[] = [toFelt(calls.length)];
  for (const { to, selector, calldata: data } of calls) {
    const result = yield* callContract(to, selector, data);
    results.push(toFelt(result.length), ...result);
  }
  return results;
}

function* runIsValidSignature(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const hash = yield* takeFelt(args);
  const signature = yield* takeFelts(args);
  yield* endArguments(args);
  return [(yield* isValid(kernel, hash, signature)) ? VALID : FELT_ZERO];
}

function* runSupportsInterface(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const id = yield* takeFelt(args);
  yield* endArguments(args);
  if (id === ISRC5_ID) return [FELT_ONE];
  return [boolFelt((yield* storageRead(mapCell(kernel, CELLS.SRC5_supported_interfaces, id))) !== FELT_ZERO)];
}

function* runGetPublicKey(calldata: readonly Felt[]): Code<readonly Felt[]> {
  yield* endArguments(readArguments(calldata));
  return [yield* storageRead(CELLS.Account_public_key)];
}
