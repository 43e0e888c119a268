// Built-in L1 bridge, our own and small: one L1 handler that mints STRK to a receiver on L2.
// Source: world.md 3. It trusts every L1 sender and knows no withdrawal: what L1 does is the scenario's business.
import { type Felt } from '../../base/felt.ts';
import { callContract, type Code, type NativeCode } from '../calls.ts';
import { STRK_ADDRESS } from '../felts.ts';
import { SELECTORS } from '../selectors.ts';
import { type Arguments, endArguments, readArguments, takeAddress, takeFelt, takeU256, u256Felts } from './abi.ts';
import { contractCode, entryPoint } from './code.ts';
import { NATIVE_CLASSES } from './classes.ts';
import { compiledCosts, type CostsOf } from './costs.ts';

export const bridgeCode = (costsOf: CostsOf<'bridge'> = compiledCosts('bridge')): NativeCode =>
  contractCode(NATIVE_CLASSES.bridge.hashing, {
    external: [],
    l1Handler: [[SELECTORS.deposit, entryPoint(costsOf('deposit'), (calldata, path) => runDeposit(readArguments(calldata, path)))]],
  });

/** deposit(from_address, to, amount): the first argument is the L1 sender, put there by the protocol. */
function* runDeposit(args: Arguments): Code<readonly Felt[]> {
  yield* takeFelt(args);
  const to = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  yield* callContract(STRK_ADDRESS, SELECTORS.permissioned_mint, [to, ...u256Felts(amount)]);
  return [];
}
