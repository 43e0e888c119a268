// Storage layout of the built-in contracts: the real one of OpenZeppelin's contracts, so that the fee logic and later Cairo classes find the cells.
// Source: execution.md 10.3. A test recomputes every base from its name.
import { type Felt, feltFromHex } from '../../base/felt.ts';
import { nextCell } from '../../hashes/storage-address.ts';
import { type Code, storageRead, storageWrite } from '../calls.ts';
import { u256Felts } from './abi.ts';

const HEX = {
  ERC20_balances: '0x3a4e8ec16e258a799fe707996fd5d21d42b29adc1499a370edf7f809d8c458a',
  ERC20_total_supply: '0x110e2f729c9c2b988559994a3daccd838cf52faf88e18101373e67dd061455a',
  ERC20_allowances: '0x3c87bf42ed4f01f11883bf54f43d91d2cbbd5fec26d1df9c74c57ae138800a4',
  ERC20_name: '0x341c1bdfd89f69748aa00b5742b03adbffd79b8e80cab5c50d91cd8c2a79be1',
  ERC20_symbol: '0xb6ce5410fca59d078ee9b2a4371a9d684c530d697c64fbef0ae6d5e8f0ac72',
  ERC20_decimals: '0x1f0d4aa99431d246bac9b8e48c33e888245b15e9678f64f9bdfc8823dc8f979',
  /** Who may mint: the L1 bridge. Ours, named as in StarkGate. */
  permitted_minter: '0x1390569bb0a3a722eb4228e8700301347da081211d5c2ded2db22ef389551ab',
  Account_public_key: '0x1379ac0624b939ceb9dede92211d7db5ee174fe28be72245b0a1a2abd81c98f',
  SRC5_supported_interfaces: '0x10e5fcd68658d0cf6ed280e34d0d0da9a510b7a6779230c9912806a2c939b9',
} as const;

export type CellName = keyof typeof HEX;

/** First cell of a variable: keccak250 of its name. */
export const CELLS: Readonly<Record<CellName, Felt>> = Object.fromEntries(
  Object.entries(HEX).map(([name, hex]) => [name, feltFromHex(hex)]),
) as Record<CellName, Felt>;

export function* readU256(cell: Felt): Code<bigint> {
  const low = yield* storageRead(cell);
  const high = yield* storageRead(nextCell(cell));
  return low + (high << 128n);
}

export function* writeU256(cell: Felt, value: bigint): Code<void> {
  const [low, high] = u256Felts(value);
  yield* storageWrite(cell, low);
  yield* storageWrite(nextCell(cell), high);
}
