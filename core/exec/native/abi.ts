// Reading calldata as compiled Cairo contracts do, with their panic texts: `Failed to deserialize param #n`, `Input too long for arguments`.
// Encodings: u256 = low, high; array = length, items; calls = execution.md 10.4.
import { type Felt, FELT_ONE, FELT_PRIME, FELT_ZERO, toFelt } from '../../base/felt.ts';
import type { Call } from '../../types/transaction.ts';
import { type Code, panic, type Path, withdrawGas } from '../calls.ts';

export const U128: bigint = 1n << 128n;
export const U256_MAX: bigint = (1n << 256n) - 1n;
/** Contract addresses are below 2^251. */
const ADDRESS_END = 1n << 251n;

/** A position in calldata. */
export type Arguments = { readonly felts: readonly Felt[]; readonly path: Path; at: number; param: number };

export const readArguments = (felts: readonly Felt[], path: Path): Arguments => ({ felts, path, at: 0, param: 0 });

/** The next felt of the current parameter. */
function* next(args: Arguments): Code<Felt> {
  const felt = args.felts[args.at];
  if (felt === undefined) return yield* malformed(args);
  args.at += 1;
  args.path.site += 1;
  return felt;
}

/** The largest felt is proven to be too large in another number of steps. */
const TOP = FELT_PRIME - 1n;

/** Refuses a felt that is not below `end`. */
function* inRange(args: Arguments, felt: Felt, end: bigint): Code<void> {
  if (felt >= end) {
    if (felt === TOP) args.path.site += 1;
    yield* malformed(args);
  }
  args.path.site += 2;
}

function* malformed(args: Arguments): Code<never> {
  return yield* panic(`Failed to deserialize param #${args.param}`);
}

export function* takeFelt(args: Arguments): Code<Felt> {
  args.param += 1;
  return yield* next(args);
}

function* address(args: Arguments): Code<Felt> {
  const felt = yield* next(args);
  yield* inRange(args, felt, ADDRESS_END);
  return felt;
}

export function* takeAddress(args: Arguments): Code<Felt> {
  args.param += 1;
  return yield* address(args);
}

export function* takeU256(args: Arguments): Code<bigint> {
  args.param += 1;
  const low = yield* next(args);
  const high = yield* next(args);
  yield* inRange(args, low, U128);
  yield* inRange(args, high, U128);
  return low + U128 * high;
}

function* feltArray(args: Arguments): Code<readonly Felt[]> {
  const length = yield* next(args);
  yield* inRange(args, length, U128);
  const end = BigInt(args.at) + length;
  if (end > BigInt(args.felts.length)) return yield* malformed(args);
  args.path.site += 1;
  const items = args.felts.slice(args.at, Number(end));
  args.at = Number(end);
  return items;
}

export function* takeFelts(args: Arguments): Code<readonly Felt[]> {
  args.param += 1;
  return yield* feltArray(args);
}

/** Array of (to, selector, calldata). Counts the calls in `counts[0]`. */
export function* takeCalls(args: Arguments): Code<readonly Call[]> {
  args.param += 1;
  const count = yield* next(args);
  const calls: Call[] = [];
  const { path } = args;
  const round = path.site;
  yield* withdrawGas();
  for (let i = 0n; i < count; i++) {
    const to = yield* address(args);
    const selector = yield* next(args);
    calls.push({ to, selector, calldata: yield* feltArray(args) });
    path.counts[0] += 1;
    path.site = round;
    yield* withdrawGas();
  }
  path.site = round + CALL_SITES;
  return calls;
}
/** Sites of one round: gas, address, selector, length and items. */
const CALL_SITES = 9;

/** Nothing may be left. */
export function* endArguments(args: Arguments): Code<void> {
  if (args.at < args.felts.length) yield* panic('Input too long for arguments');
  args.path.site += 1;
}

/** Low and high felt of a u256. */
export const u256Felts = (value: bigint): readonly [Felt, Felt] => [toFelt(value % U128), toFelt(value / U128)];
export const boolFelt = (value: boolean): Felt => (value ? FELT_ONE : FELT_ZERO);
