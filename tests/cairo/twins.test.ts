// Law: our compiled contracts do what the native ones do: results, panics, events and storage of random calls, well formed or not, are the same; on the plain machine and on core/vm. The gas that they charge is what
// their steps, builtins and syscalls cost, on every path.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Felt, toFelt } from '../../core/base/felt.ts';
import { signStark } from '../../core/crypto/ecdsa.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { createTestKernel } from '../../core/exec/fixture.ts';
import { BRIDGE_ADDRESS } from '../../core/exec/genesis.ts';
import { EXECUTE_SELECTOR, SELECTORS, type SelectorName, VALIDATE_SELECTOR } from '../../core/exec/selectors.ts';
import { runVm } from './vm-machine.ts';
import { cairoCall, cairoGenesis, NativeTwin, storageOfBoth, type TwinCall } from './twins.ts';

const kernel = createTestKernel();
const ALICE = PREDEPLOYED_ACCOUNTS[0]!;
const BOB = PREDEPLOYED_ACCOUNTS[1]!;
const U128 = 1n << 128n;
const HASH = toFelt(0x5161n);
const SIGNATURE = signStark(ALICE.privateKey, HASH);

const person = fc.constantFrom<Felt>(toFelt(0), ALICE.address, BOB.address, toFelt(0x77), BRIDGE_ADDRESS);
const amount = fc
  .oneof(fc.constantFrom(0n, 1n, 10n ** 21n, U128 - 1n, U128, U128 * U128 - 1n, 10n ** 21n + U128), fc.bigInt({ min: 0n, max: 10n ** 21n }))
  .map((value) => [value % U128, value / U128]);
const oddFelt = fc.constantFrom(0n, 1n, U128 - 1n, U128, 1n << 250n, (1n << 251n) - 1n, 1n << 251n, (1n << 251n) + 17n * (1n << 192n));

const argumentsOf = (name: SelectorName): fc.Arbitrary<readonly bigint[]> => {
  const lists: Partial<Record<SelectorName, readonly fc.Arbitrary<bigint | readonly bigint[]>[]>> = {
    transfer: [person, amount],
    approve: [person, amount],
    transfer_from: [person, person, amount],
    transferFrom: [person, person, amount],
    permissioned_mint: [person, amount],
    balance_of: [person],
    allowance: [person, person],
    deposit: [oddFelt, person, amount],
  };
  return fc.tuple(...(lists[name] ?? [])).map((parts) => parts.flat());
};
/** Cuts, adds or changes one felt, in one case of four. */
const damaged = (good: fc.Arbitrary<readonly bigint[]>): fc.Arbitrary<readonly bigint[]> =>
  fc.tuple(good, fc.integer({ min: 0, max: 11 }), fc.nat(8), oddFelt).map(([felts, how, at, felt]) => {
    if (how === 0) return felts.slice(0, -1);
    if (how === 1) return [...felts, felt];
    return how === 2 && felts.length > 0 ? felts.with(at % felts.length, felt) : felts;
  });

const TOKEN: readonly SelectorName[] = [
  'transfer',
  'approve',
  'transfer_from',
  'transferFrom',
  'permissioned_mint',
  'balance_of',
  'allowance',
  'total_supply',
  'name',
  'symbol',
  'decimals',
];
const tokenCall = fc.constantFrom(...TOKEN).chain((name) =>
  fc.record({
    to: fc.constant(STRK_ADDRESS),
    selector: fc.constant(SELECTORS[name]),
    calldata: damaged(argumentsOf(name)),
    caller: person,
    kind: fc.constant('external' as const),
  }),
);
const deposit = fc.record({
  to: fc.constant(BRIDGE_ADDRESS),
  selector: fc.constant(SELECTORS.deposit),
  calldata: damaged(argumentsOf('deposit')),
  caller: fc.constant(toFelt(0)),
  kind: fc.constant('l1_handler' as const),
});
const multicall = fc
  .tuple(fc.array(tokenCall, { maxLength: 3 }), fc.constantFrom(EXECUTE_SELECTOR, VALIDATE_SELECTOR))
  .map(([calls, selector]) => ({ calls, selector }))
  .chain(({ calls, selector }) =>
    fc.record({
      to: fc.constant(ALICE.address),
      selector: fc.constant(selector),
      calldata: damaged(
        fc.constant([
          BigInt(calls.length),
          ...calls.flatMap(({ to, selector: inner, calldata }) => [to, inner, BigInt(calldata.length), ...calldata]),
        ]),
      ),
      caller: fc.constantFrom(toFelt(0), toFelt(0), toFelt(0), BOB.address),
      kind: fc.constant('external' as const),
    }),
  );
const question = fc
  .tuple(
    fc.constantFrom<SelectorName>('is_valid_signature', 'isValidSignature', 'supports_interface', 'get_public_key'),
    fc.array(fc.oneof(oddFelt, fc.constantFrom(2n, HASH, SIGNATURE.r, SIGNATURE.s)), { maxLength: 4 }),
  )
  .map(([name, calldata]) => ({ to: ALICE.address, selector: SELECTORS[name], calldata, caller: toFelt(0), kind: 'external' as const }));

const anyCall: fc.Arbitrary<TwinCall> = fc.oneof(
  { weight: 4, arbitrary: tokenCall },
  deposit,
  { weight: 2, arbitrary: multicall },
  question,
);
const signature = fc.constantFrom<readonly bigint[]>(
  [SIGNATURE.r, SIGNATURE.s],
  [SIGNATURE.r, SIGNATURE.s],
  [SIGNATURE.s, SIGNATURE.r],
  [],
  [1n, 2n, 3n],
);
const version = fc.constantFrom(3n, 3n, 1n, 1n + U128, 3n + U128, 0n, 2n);

test('twins: native and compiled contracts agree on results, panics, events and storage', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyCall, signature, version), { minLength: 1, maxLength: 8 }), (steps) => {
      const native = new NativeTwin(kernel);
      const cairo = cairoGenesis(kernel);
      const fast = cairoGenesis(kernel, runVm);
      for (const [call, signed, txVersion] of steps) {
        native.transaction = { hash: HASH, signature: signed, version: txVersion };
        cairo.transaction = native.transaction;
        fast.transaction = native.transaction;
        const expected = native.call(call);
        expect(cairoCall(cairo, call)).toEqual(expected);
        expect(cairoCall(fast, call)).toEqual(expected);
      }
      const { native: expected, cairo: found } = storageOfBoth(native, cairo);
      expect(found).toEqual(expected);
      expect(fast.storage).toEqual(cairo.storage);
      expect(fast.gasUsed).toBe(cairo.gasUsed);
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('twins: the law sees a difference', () => {
  const native = new NativeTwin(kernel);
  const cairo = cairoGenesis(kernel);
  cairo.put(STRK_ADDRESS, selectorOf('ERC20_decimals'), 17n);
  const call: TwinCall = { to: STRK_ADDRESS, selector: SELECTORS.decimals, calldata: [], caller: ALICE.address, kind: 'external' };
  expect(cairoCall(cairo, call)).not.toEqual(native.call(call));
});
