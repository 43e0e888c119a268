// Built-in ERC-20 with OpenZeppelin's behaviour, storage layout, events and panics, and a mint that only its permitted minter may call.
// Source: execution.md 10.3, 10.5. Name and symbol are felts in their cells, as in the token on mainnet. A u256 is read and written as two cells.
import { type Felt, FELT_ONE, FELT_ZERO, feltFromHex } from '../../base/felt.ts';
import type { Kernel } from '../../crypto/kernel.ts';
import { mapCell } from '../../hashes/storage-address.ts';
import { type Code, type EntryPoint, type NativeCode, emitEvent, executionInfo, type Path, require, storageRead } from '../calls.ts';
import { SELECTORS } from '../selectors.ts';
import { type Arguments, endArguments, readArguments, takeAddress, takeU256, U128, U256_MAX, u256Felts } from './abi.ts';
import { contractCode, entryPoint } from './code.ts';
import { compiledCosts, type CostsOf, type EntryName } from './costs.ts';
import { NATIVE_CLASSES } from './classes.ts';
import { CELLS, readU256, writeU256 } from './storage.ts';

/** keccak250 of the event's name: keys[0]. */
export const TRANSFER_EVENT: Felt = feltFromHex('0x99cd8bde557814842a3121e8ddfd433a539b8c9f14bf31ebf108d12e6196e9');
export const APPROVAL_EVENT: Felt = feltFromHex('0x134692b230b9e1ffa39098904722134159652b09c5bc41d88d6698779d228ff');

/** The cell of the low half of a balance; the fee logic reads it directly. */
export const balanceCell = (kernel: Kernel, account: Felt): Felt => mapCell(kernel, CELLS.ERC20_balances, account);

export const erc20Code = (kernel: Kernel, costsOf: CostsOf<'erc20'> = compiledCosts('erc20')): NativeCode => {
  const entry = (name: EntryName<'erc20'>, run: Run): EntryPoint =>
    entryPoint(costsOf(name), (calldata, path) => run(kernel, readArguments(calldata, path)));
  const transferFrom = entry('transfer_from', runTransferFrom);
  const balanceOf = entry('balance_of', runBalanceOf);
  const totalSupply = entry('total_supply', runTotalSupply);
  const constant = (cell: Felt): EntryPoint => entry('name', (_, args) => runConstant(cell, args));
  return contractCode(NATIVE_CLASSES.erc20.hashing, {
    external: [
      [SELECTORS.transfer, entry('transfer', runTransfer)],
      [SELECTORS.transfer_from, transferFrom],
      [SELECTORS.transferFrom, transferFrom],
      [SELECTORS.approve, entry('approve', runApprove)],
      [SELECTORS.balance_of, balanceOf],
      [SELECTORS.balanceOf, balanceOf],
      [SELECTORS.total_supply, totalSupply],
      [SELECTORS.totalSupply, totalSupply],
      [SELECTORS.allowance, entry('allowance', runAllowance)],
      [SELECTORS.name, constant(CELLS.ERC20_name)],
      [SELECTORS.symbol, constant(CELLS.ERC20_symbol)],
      [SELECTORS.decimals, constant(CELLS.ERC20_decimals)],
      [SELECTORS.permissioned_mint, entry('permissioned_mint', runMint)],
    ],
    l1Handler: [],
  });
};

type Run = (kernel: Kernel, args: Arguments) => Code<readonly Felt[]>;

function* runTransfer(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const recipient = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const { caller } = yield* executionInfo();
  yield* transfer(kernel, args.path, { from: caller, to: recipient, amount });
  return [FELT_ONE];
}

function* runTransferFrom(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const from = yield* takeAddress(args);
  const to = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const { caller } = yield* executionInfo();
  yield* spendAllowance(kernel, args.path, { owner: from, spender: caller, amount });
  yield* transfer(kernel, args.path, { from, to, amount });
  return [FELT_ONE];
}

function* runApprove(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const spender = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const { caller } = yield* executionInfo();
  yield* approve(kernel, args.path, { owner: caller, spender, amount });
  return [FELT_ONE];
}

function* runBalanceOf(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const account = yield* takeAddress(args);
  yield* endArguments(args);
  return u256Felts(yield* readU256(balanceCell(kernel, account)));
}

function* runTotalSupply(_: Kernel, args: Arguments): Code<readonly Felt[]> {
  yield* endArguments(args);
  return u256Felts(yield* readU256(CELLS.ERC20_total_supply));
}

function* runAllowance(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const owner = yield* takeAddress(args);
  const spender = yield* takeAddress(args);
  yield* endArguments(args);
  return u256Felts(yield* readU256(mapCell(kernel, CELLS.ERC20_allowances, owner, spender)));
}

function* runConstant(cell: Felt, args: Arguments): Code<readonly Felt[]> {
  yield* endArguments(args);
  return [yield* storageRead(cell)];
}

function* runMint(kernel: Kernel, args: Arguments): Code<readonly Felt[]> {
  const { path } = args;
  const to = yield* takeAddress(args);
  const amount = yield* takeU256(args);
  yield* endArguments(args);
  const minter = yield* storageRead(CELLS.permitted_minter);
  const { caller } = yield* executionInfo();
  yield* require(path, caller === minter, 'MINTER_ONLY');
  yield* require(path, to !== FELT_ZERO, 'ERC20: mint to 0');
  yield* writeU256(CELLS.ERC20_total_supply, yield* addU256(path, yield* readU256(CELLS.ERC20_total_supply), amount));
  yield* credit(kernel, path, { from: FELT_ZERO, to, amount });
  return [];
}

type Movement = { readonly from: Felt; readonly to: Felt; readonly amount: bigint };
type Approval = { readonly owner: Felt; readonly spender: Felt; readonly amount: bigint };

function* transfer(kernel: Kernel, path: Path, movement: Movement): Code<void> {
  yield* require(path, movement.from !== FELT_ZERO, 'ERC20: transfer from 0');
  yield* require(path, movement.to !== FELT_ZERO, 'ERC20: transfer to 0');
  const cell = balanceCell(kernel, movement.from);
  const balance = yield* readU256(cell);
  yield* require(path, balance >= movement.amount, 'ERC20: insufficient balance');
  yield* writeU256(cell, balance - movement.amount);
  yield* credit(kernel, path, movement);
}

/** The receiving half, and the event. */
function* credit(kernel: Kernel, path: Path, { from, to, amount }: Movement): Code<void> {
  const cell = balanceCell(kernel, to);
  yield* writeU256(cell, yield* addU256(path, yield* readU256(cell), amount));
  yield* emitEvent([TRANSFER_EVENT, from, to], u256Felts(amount));
}

function* addU256(path: Path, a: bigint, b: bigint): Code<bigint> {
  yield* require(path, a + b <= U256_MAX, 'u256_add Overflow');
  return a + b;
}

function* approve(kernel: Kernel, path: Path, { owner, spender, amount }: Approval): Code<void> {
  yield* require(path, owner !== FELT_ZERO, 'ERC20: approve from 0');
  yield* require(path, spender !== FELT_ZERO, 'ERC20: approve to 0');
  yield* writeU256(mapCell(kernel, CELLS.ERC20_allowances, owner, spender), amount);
  yield* emitEvent([APPROVAL_EVENT, owner, spender], u256Felts(amount));
}

/** The largest u256 is an allowance without end. */
function* spendAllowance(kernel: Kernel, path: Path, { owner, spender, amount }: Approval): Code<void> {
  const current = yield* readU256(mapCell(kernel, CELLS.ERC20_allowances, owner, spender));
  if (current === U256_MAX) {
    path.counts[0] = 1;
    path.site += SPENDING_SITES;
    return;
  }
  if (current % U128 === U128 - 1n) path.counts[3] = 1;
  yield* require(path, current >= amount, 'ERC20: insufficient allowance');
  yield* approve(kernel, path, { owner, spender, amount: current - amount });
}
/** Sites of spending a finite allowance: one test, then those of an approval. */
const SPENDING_SITES = 6;
