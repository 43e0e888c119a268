// Built-in ERC-20 with OpenZeppelin's behaviour, storage layout, events and panics, and a mint that only its permitted minter may call.
// Source: execution.md 10.3, 10.5. Name and symbol are felts in their cells, as in the token on mainnet. A u256 is read and written as two cells.
import { type Felt, FELT_ONE, FELT_ZERO, feltFromHex } from '../../base/felt.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import { mapCell } from '../../hashes/storage-address.ts';
import { type Code, type NativeCode, emitEvent, executionInfo, panic, require, storageRead } from '../calls.ts';
import { SELECTORS } from '../selectors.ts';
import { U256_MAX, endArguments, readArguments, takeAddress, takeU256, u256Felts } from './abi.ts';
import { contractCode, entryPoint } from './code.ts';
import { NATIVE_COSTS } from './costs.ts';
import { CELLS, readU256, writeU256 } from './storage.ts';

/** keccak250 of the event's name: keys[0]. */
export const TRANSFER_EVENT: Felt = feltFromHex('0x99cd8bde557814842a3121e8ddfd433a539b8c9f14bf31ebf108d12e6196e9');
export const APPROVAL_EVENT: Felt = feltFromHex('0x134692b230b9e1ffa39098904722134159652b09c5bc41d88d6698779d228ff');

/** The cell of the low half of a balance; the fee logic reads it directly. */
export const balanceCell = (kernel: Kernel, account: Felt): Felt => mapCell(kernel, CELLS.ERC20_balances, account);

export const erc20Code = (kernel: Kernel): NativeCode => {
  const costs = NATIVE_COSTS.erc20;
  const transferFrom = entryPoint(costs.transferFrom, (calldata) => runTransferFrom(kernel, calldata));
  const balanceOf = entryPoint(costs.balanceOf, (calldata) => runBalanceOf(kernel, calldata));
  const totalSupply = entryPoint(costs.totalSupply, runTotalSupply);
  const constant = (cell: Felt): ReturnType<typeof entryPoint> => entryPoint(costs.constant, (calldata) => runConstant(cell, calldata));
  return contractCode({
    external: [
      [SELECTORS.transfer, entryPoint(costs.transfer, (calldata) => runTransfer(kernel, calldata))],
      [SELECTORS.transfer_from, transferFrom],
      [SELECTORS.transferFrom, transferFrom],
      [SELECTORS.approve, entryPoint(costs.approve, (calldata) => runApprove(kernel, calldata))],
      [SELECTORS.balance_of, balanceOf],
      [SELECTORS.balanceOf, balanceOf],
      [SELECTORS.total_supply, totalSupply],
      [SELECTORS.totalSupply, totalSupply],
      [SELECTORS.allowance, entryPoint(costs.allowance, (calldata) => runAllowance(kernel, calldata))],
      [SELECTORS.name, constant(CELLS.ERC20_name)],
      [SELECTORS.symbol, constant(CELLS.ERC20_symbol)],
      [SELECTORS.decimals, constant(CELLS.ERC20_decimals)],
      [SELECTORS.permissioned_mint, entryPoint(costs.permissionedMint, (calldata) => runMint(kernel, calldata))],
    ],
    l1Handler: [],
  });
};

function* runTransfer(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const recipient = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const { caller } = yield* executionInfo();
  yield* transfer(kernel, { from: caller, to: recipient, amount });
  return [FELT_ONE];
}

function* runTransferFrom(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const from = yield* takeAddress(args);
  const to = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const { caller } = yield* executionInfo();
  yield* spendAllowance(kernel, { owner: from, spender: caller, amount });
  yield* transfer(kernel, { from, to, amount });
  return [FELT_ONE];
}

function* runApprove(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const spender = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const { caller } = yield* executionInfo();
  yield* approve(kernel, { owner: caller, spender, amount });
  return [FELT_ONE];
}

function* runBalanceOf(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const account = yield* takeAddress(args);
  yield* endArguments(args);
  return u256Felts(yield* readU256(balanceCell(kernel, account)));
}

function* runTotalSupply(calldata: readonly Felt[]): Code<readonly Felt[]> {
  yield* endArguments(readArguments(calldata));
  return u256Felts(yield* readU256(CELLS.ERC20_total_supply));
}

function* runAllowance(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const owner = yield* takeAddress(args);
  const spender = yield* takeAddress(args);
  yield* endArguments(args);
  return u256Felts(yield* readU256(mapCell(kernel, CELLS.ERC20_allowances, owner, spender)));
}

function* runConstant(cell: Felt, calldata: readonly Felt[]): Code<readonly Felt[]> {
  yield* endArguments(readArguments(calldata));
  return [yield* storageRead(cell)];
}

function* runMint(kernel: Kernel, calldata: readonly Felt[]): Code<readonly Felt[]> {
  const args = readArguments(calldata);
  const to = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const { caller } = yield* executionInfo();
  yield* require(caller === (yield* storageRead(CELLS.permitted_minter)), 'MINTER_ONLY');
  yield* require(to !== FELT_ZERO, 'ERC20: mint to 0');
  yield* writeU256(CELLS.ERC20_total_supply, yield* addU256(yield* readU256(CELLS.ERC20_total_supply), amount));
  yield* credit(kernel, { from: FELT_ZERO, to, amount });
  return [];
}

type Movement = { readonly from: Felt; readonly to: Felt; readonly amount: bigint };
type Approval = { readonly owner: Felt; readonly spender: Felt; readonly amount: bigint };

function* transfer(kernel: Kernel, movement: Movement): Code<void> {
  yield* require(movement.from !== FELT_ZERO, 'ERC20: transfer from 0');
  yield* require(movement.to !== FELT_ZERO, 'ERC20: transfer to 0');
  const cell = balanceCell(kernel, movement.from);
  const balance = yield* readU256(cell);
  yield* require(balance >= movement.amount, 'ERC20: insufficient balance');
  yield* writeU256(cell, balance - movement.amount);
  yield* credit(kernel, movement);
}

/** The receiving half, and the event. */
function* credit(kernel: Kernel, { from, to, amount }: Movement): Code<void> {
  const cell = balanceCell(kernel, to);
  yield* writeU256(cell, yield* addU256(yield* readU256(cell), amount));
  yield* emitEvent([TRANSFER_EVENT, from, to], u256Felts(amount));
}

function* addU256(a: bigint, b: bigint): Code<bigint> {
  return a + b <= U256_MAX ? a + b : yield* panic('u256_add Overflow');
}

function* approve(kernel: Kernel, { owner, spender, amount }: Approval): Code<void> {
  yield* require(owner !== FELT_ZERO, 'ERC20: approve from 0');
  yield* require(spender !== FELT_ZERO, 'ERC20: approve to 0');
  yield* writeU256(mapCell(kernel, CELLS.ERC20_allowances, owner, spender), amount);
  yield* emitEvent([APPROVAL_EVENT, owner, spender], u256Felts(amount));
}

/** The largest u256 is an allowance without end. */
function* spendAllowance(kernel: Kernel, { owner, spender, amount }: Approval): Code<void> {
  const current = yield* readU256(mapCell(kernel, CELLS.ERC20_allowances, owner, spender));
  if (current === U256_MAX) return;
  yield* require(current >= amount, 'ERC20: insufficient allowance');
  yield* approve(kernel, { owner, spender, amount: current - amount });
}
