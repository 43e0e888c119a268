// The state of block 0: the STRK token, the ten predeployed accounts with 1000 STRK each, the L1 bridge, the
// universal deployer and a contract that catches failures, all with classes of our own.
// Source: world.md 3; layout execution.md 10.1-10.3. It is committed without consensus. Aliases in 0x2 begin with block 1.
import { L1_BRIDGE_ADDRESS } from '../types/genesis.ts';
import { type Felt, FELT_ONE, feltFromAscii, feltFromHex, feltToHex, toFelt } from '../base/felt.ts';
import { EMPTY_DIFF, freezeDiff } from '../state/diff.ts';
import type { StateDiff } from '../types/block.ts';
import { INITIAL_BALANCE_FRI, PREDEPLOYED_ACCOUNTS } from './accounts.ts';
import { STRK_ADDRESS } from './felts.ts';
import { type ClassHashes, MORE_CONTRACTS, NATIVE_CLASSES, ownHashes } from './native/classes.ts';
import { CELLS } from './native/storage.ts';

/** Address of the L1 bridge: an ASCII text of our own, no address on any network. */
export const BRIDGE_ADDRESS: Felt = L1_BRIDGE_ADDRESS;

/** SRC5_supported_interfaces[ISRC6]; stored, a test recomputes it. */
const ISRC6_CELL: Felt = feltFromHex('0x7e79bbb6be5d418acd50c88b675e697f6f7094e203c9d7e29c6ad6731f931dd');

type Cells = ReadonlyMap<string, Felt>;
const cells = (...entries: readonly (readonly [cell: Felt, value: Felt])[]): Cells =>
  new Map(entries.map(([cell, value]) => [feltToHex(cell), value]));

const strkCells = (): Cells =>
  cells(
    [CELLS.ERC20_name, feltFromAscii('Starknet Token')],
    [CELLS.ERC20_symbol, feltFromAscii('STRK')],
    [CELLS.ERC20_decimals, toFelt(18)],
    [CELLS.ERC20_total_supply, toFelt(INITIAL_BALANCE_FRI * BigInt(PREDEPLOYED_ACCOUNTS.length))],
    [CELLS.permitted_minter, BRIDGE_ADDRESS],
    ...PREDEPLOYED_ACCOUNTS.map((account) => [account.balanceCell, toFelt(INITIAL_BALANCE_FRI)] as const),
  );

/** The classes of block 0. `more`: further contracts that stand in it, with their classes. */
export type GenesisClasses = Readonly<Record<'account' | 'erc20' | 'bridge', ClassHashes>> & {
  readonly more: readonly (ClassHashes & { readonly address: Felt })[];
};

const GENESIS_CLASSES: GenesisClasses = {
  ...NATIVE_CLASSES,
  more: MORE_CONTRACTS.map(({ name, address }) => ({ address, ...ownHashes(name) })),
};

/** Everything genesis writes over the empty state, whichever engine runs on it; frozen. */
export const genesisDiff = ({ account, erc20, bridge, more }: GenesisClasses = GENESIS_CLASSES): StateDiff => {
  const accounts = PREDEPLOYED_ACCOUNTS.map((entry) => ({ ...entry, key: feltToHex(entry.address) }));
  return freezeDiff({
    ...EMPTY_DIFF,
    storage: new Map([
      [feltToHex(STRK_ADDRESS), strkCells()],
      ...accounts.map(({ key, publicKey }) => [key, cells([CELLS.Account_public_key, publicKey], [ISRC6_CELL, FELT_ONE])] as const),
    ]),
    deployed: new Map([
      [feltToHex(STRK_ADDRESS), erc20.classHash],
      [feltToHex(BRIDGE_ADDRESS), bridge.classHash],
      ...accounts.map(({ key }) => [key, account.classHash] as const),
      ...more.map(({ address, classHash }) => [feltToHex(address), classHash] as const),
    ]),
    declared: new Map([account, erc20, bridge, ...more].map((one) => [feltToHex(one.classHash), one.compiledClassHash])),
  });
};
