// Built-in account: SRC-6 with one Stark key, as OpenZeppelin's account behaves.
// Source: execution.md 10.4 (interface), 10.7 (signature check: exactly two felts; (r, N - s) verifies too, as on chain).
// It has no constructor: accounts of this engine are predeployed.
import { type Felt, FELT_ONE, FELT_PRIME, FELT_ZERO, feltFromHex, toFelt } from '../../base/felt.ts';
import { CURVE_B, CURVE_ORDER } from '../../crypto/parameters.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import { mapCell } from '../../hashes/storage-address.ts';
import {
  callContract,
  type Code,
  type EntryPoint,
  executionInfo,
  type NativeCode,
  panic,
  type Path,
  require,
  storageRead,
  withdrawGas,
} from '../calls.ts';
import { VALID } from '../felts.ts';
import { EXECUTE_SELECTOR, SELECTORS, VALIDATE_DECLARE_SELECTOR, VALIDATE_DEPLOY_SELECTOR, VALIDATE_SELECTOR } from '../selectors.ts';
import { type Arguments, boolFelt, endArguments, readArguments, takeCalls, takeFelt, takeFelts } from './abi.ts';
import { contractCode, entryPoint } from './code.ts';
import { NATIVE_CLASSES } from './classes.ts';
import { compiledCosts, type CostsOf, type EntryName } from './costs.ts';
import { CELLS } from './storage.ts';

/** SRC-6: the account interface. */
export const ISRC6_ID: Felt = feltFromHex('0x2ceccef7f994940b3962a6c67e0ba4fcd37df7d131417c604f91e03caecc1cd');
/** SRC-5: introspection itself, always supported. */
const ISRC5_ID: Felt = feltFromHex('0x3f918d17e5ee77373b56385708f855659a07f75997f365cf87748628532a055');
/** Versions that `__execute__` accepts, also with the query bit 2^128. */
const EXECUTABLE_VERSIONS: readonly bigint[] = [1n, 3n].flatMap((version) => [version, version + (1n << 128n)]);

export const accountCode = (kernel: Kernel, costsOf: CostsOf<'account'> = compiledCosts('account')): NativeCode => {
  const entry = (name: EntryName<'account'>, run: Run): EntryPoint =>
    entryPoint(costsOf(name), (calldata, path) => run(kernel, readArguments(calldata, path)));
  const isValidSignature = entry('is_valid_signature', runIsValidSignature);
  const getPublicKey = entry('get_public_key', runGetPublicKey);
  return contractCode(NATIVE_CLASSES.account.hashing, {
    external: [
      [VALIDATE_SELECTOR, entry('__validate__', runValidate)],
      [EXECUTE_SELECTOR, entry('__execute__', runExecute)],
      [VALIDATE_DECLARE_SELECTOR, entry('__validate_declare__', runValidateFelts(1))],
      [VALIDATE_DEPLOY_SELECTOR, entry('__validate_deploy__', runValidateFelts(3))],
      [SELECTORS.is_valid_signature, isValidSignature],
      [SELECTORS.isValidSignature, isValidSignature],
      [SELECTORS.supports_interface, entry('supports_interface', runSupportsInterface)],
      [SELECTORS.get_public_key, getPublicKey],
      [SELECTORS.getPublicKey, getPublicKey],
    ],
    l1Handler: [],
  });
};

type Run = (kernel: Kernel, args: Arguments) => Code<readonly Felt[]>;

/** Whether `signature` is [r, s] of `hash` under the account's key. */
function* isValid(kernel: Kernel, path: Path, hash: Felt, signature: readonly Felt[]): Code<boolean> {
  const publicKey = yield* storageRead(CELLS.Account_public_key);
  const [r, s] = signature;
  if (signature.length !== 2 || r === undefined || s === undefined) return false;
  path.site += 1;
  const valid = kernel.ecdsaVerify(publicKey, hash, r, s);
  path.site += valid ? REFUSALS : refusalOf(kernel, { publicKey, r, s });
  return valid;
}

/** Sites where compiled code finds a signature wrong, before the one where it is right. */
const REFUSALS = 6;

/** Where compiled code finds the signature wrong: at a value out of range, at an x without a point, or in the end. */
const refusalOf = (kernel: Kernel, { publicKey, r, s }: { readonly publicKey: Felt; readonly r: Felt; readonly s: Felt }): number => {
  if (s === FELT_ZERO) return 0;
  if (s === CURVE_ORDER) return 1;
  if (r === CURVE_ORDER) return 2;
  if (!hasPoint(kernel, publicKey)) return 3;
  return hasPoint(kernel, r) ? 5 : 4;
};

/** Whether x is the coordinate of a point of the curve. */
export const hasPoint = (kernel: Kernel, x: Felt): boolean => {
  const square = toFelt((x * x * x + x + CURVE_B) % FELT_PRIME);
  const root = kernel.fieldSqrt(square);
  return (root * root) % FELT_PRIME === square;
};

/** The part of all validations behind their calldata. */
function* validate(kernel: Kernel, path: Path): Code<readonly Felt[]> {
  const { hash, signature } = yield* executionInfo();
  if (!(yield* isValid(kernel, path, hash, signature))) yield* panic('Account: invalid signature');
  return [VALID];
}

function* runValidate(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  yield* takeCalls(args);
  yield* endArguments(args);
  return yield* validate(kernel, args.path);
}

/** Of a declaration (class hash) or a deployment (class hash, salt, public key). */
const runValidateFelts = (felts: number): Run =>
  function* (kernel, args) {
    for (let i = 0; i < felts; i++) yield* takeFelt(args);
    yield* endArguments(args);
    return yield* validate(kernel, args.path);
  };

/** Counts calls that were made in `counts[1]`, felts that they returned in `counts[2]`, those of the last one in `counts[3]` while they are copied. */
function* runExecute(_: Kernel, args: Arguments): Code<readonly Felt[]> {
  const { path } = args;
  const calls = yield* takeCalls(args);
  yield* endArguments(args);
  const { caller, version } = yield* executionInfo();
  yield* require(path, caller === FELT_ZERO, 'Account: invalid caller');
  yield* require(path, EXECUTABLE_VERSIONS.includes(version), 'Account: invalid tx version');
  const results: Felt[] = [toFelt(calls.length)];
  const round = path.site;
  yield* withdrawGas();
  for (const { to, selector, calldata: data } of calls) {
    const result = yield* callContract(to, selector, data);
    yield* copied(path, result.length);
    results.push(toFelt(result.length), ...result);
    path.counts[1] += 1;
    path.site = round;
    yield* withdrawGas();
  }
  path.site = round + ROUND_SITES;
  return results;
}
/** Sites of one call: gas, the call, a felt of its result. */
const ROUND_SITES = 3;

/** Felts that a function which calls itself copies: it withdraws for each, and once more. */
function* copied(path: Path, felts: number): Code<void> {
  const round = path.site;
  for (let i = 0; i <= felts; i++) {
    path.counts[3] = i;
    path.site = round;
    yield* withdrawGas();
  }
  path.counts[3] = 0;
  path.counts[2] += felts;
}

function* runIsValidSignature(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const hash = yield* takeFelt(args);
  const signature = yield* takeFelts(args);
  yield* endArguments(args);
  return [(yield* isValid(kernel, args.path, hash, signature)) ? VALID : FELT_ZERO];
}

function* runSupportsInterface(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const id = yield* takeFelt(args);
  yield* endArguments(args);
  if (id === ISRC5_ID) return [FELT_ONE];
  args.path.site += 1;
  const isStored = (yield* storageRead(mapCell(kernel, CELLS.SRC5_supported_interfaces, id))) !== FELT_ZERO;
  if (isStored) args.path.site += 1;
  return [boolFelt(isStored)];
}

function* runGetPublicKey(_: Kernel, args: Arguments): Code<readonly Felt[]> {
  yield* endArguments(args);
  return [yield* storageRead(CELLS.Account_public_key)];
}
