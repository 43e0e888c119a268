// STRK balances and nonces of the predeployed accounts, read from the state diffs of committed blocks, as the first validator committed them.
// Balance cells are keys of ERC20_balances (execution.md 10.3): pedersen(keccak250(name), address); a table, so that the page needs no Pedersen.
// The test recomputes them with the hash. Does not follow accounts outside the table: their balances show in the receipts' Transfer events.
import { feltToHex } from '../base/felt.ts';
import type { StateDiff } from '../types/block.ts';
import { ACCOUNT_ADDRESSES, FRI_PER_STRK, STRK_ADDRESS } from '../types/genesis.ts';
import { type EventOf, type Handlers, type View, applyHandlers } from './view.ts';

/** Cell of the low limb, per account of ACCOUNT_ADDRESSES; the high limb is the next cell. */
export const BALANCE_CELLS: readonly bigint[] = [
  0x6f623aca324f0203acf31ba7864ddcf5b495bc1e5e9235256dea8dad753327n,
  0x5c2c81d8db36b7da64a99225d35285ffe6cc1328a85e03165bdb7bf39d5a5can,
  0x538a6730ce3770d4cb912acad0521cf61add74fbc2d7e4f14039e69be7b0b8fn,
  0x2e07d85ff1ae0c81d846cb2413427a110ad0a47a1b6e80e340827b02a23c195n,
  0x6de58aa9a41c7c01105ee8065d79470d8806c65661959a308e038efa9abf85dn,
  0x542bf7ae59f85c27b4814d3687dacde53f0755f6bbcf395ef3c8be9d0ab2863n,
  0x1e3ca7c3d8f0840626325feec61d074c4c04ec10c28c1da8bef59d483fe180cn,
  0x42d8b0ea749aa87310076a677ecf3f1a86c46c1111cf45756aa73e78def9614n,
  0x6da8234dbd47a9f292b5e3f558f162446881dc5aa99f02437e08688cd3bce73n,
  0x566301678d6954e4de9e4ff395fbd93183d882629d734489a5852f8d0fbaed0n,
];

const GENESIS_BALANCE = 1_000n * FRI_PER_STRK;

export type Ledger = {
  /** Height of the newest block whose diff is in; 0 is genesis. */
  readonly height: number;
  /** Fri, per account. */
  readonly balances: readonly bigint[];
  readonly nonces: readonly bigint[];
};

const STRK_KEY = feltToHex(STRK_ADDRESS);
const ADDRESS_KEYS: readonly string[] = ACCOUNT_ADDRESSES.map((address) => feltToHex(address));
const cellKey = (cell: bigint): string => `0x${cell.toString(16)}`;

/** Whether a diff sets the balance of an account. */
export const setsBalance = ({ storage }: StateDiff, account: number): boolean => {
  const [cell, cells] = [BALANCE_CELLS[account] ?? 0n, storage.get(STRK_KEY)];
  return cells !== undefined && (cells.has(cellKey(cell)) || cells.has(cellKey(cell + 1n)));
};

/** Whether a diff sets the nonce of an account. */
export const setsNonce = ({ nonces }: StateDiff, account: number): boolean => nonces.has(ADDRESS_KEYS[account] ?? '');

const newBalance = (old: bigint, cell: bigint, diff: StateDiff): bigint => {
  const cells = diff.storage.get(STRK_KEY);
  const low = cells?.get(cellKey(cell)) ?? old & ((1n << 128n) - 1n);
  const high = cells?.get(cellKey(cell + 1n)) ?? old >> 128n;
  return (high << 128n) | low;
};

const withBlock = (ledger: Ledger, event: EventOf<'block_committed'>): Ledger => {
  if (event.height <= ledger.height) return ledger;
  return {
    height: event.height,
    balances: ledger.balances.map((old, i) => newBalance(old, BALANCE_CELLS[i] ?? 0n, event.stateDiff)),
    nonces: ledger.nonces.map((old, i) => event.stateDiff.nonces.get(ADDRESS_KEYS[i] ?? '') ?? old),
  };
};

const HANDLERS: Handlers<Ledger> = { block_committed: withBlock };

/** Balances after the blocks so far; before the first, 1000 STRK each. */
export const ledgerView: View<Ledger> = {
  empty: () => ({ height: 0, balances: BALANCE_CELLS.map(() => GENESIS_BALANCE), nonces: BALANCE_CELLS.map(() => 0n) }),
  apply: (ledger, event) => applyHandlers(HANDLERS, ledger, event),
};
