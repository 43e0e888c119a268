// Names of contracts and storage cells that every network here has.
import { ACCOUNT_ADDRESSES, L1_BRIDGE_ADDRESS, STRK_ADDRESS } from '../../../core/types/genesis.ts';
import { formatStrk, shortFelt, shortHex } from '../../../core/view/format.ts';
import { BALANCE_CELLS } from '../../../core/view/ledger.ts';
import type { Translate } from '../../messages/translate.ts';

export const contractName = (t: Translate, address: bigint): string => {
  const account = ACCOUNT_ADDRESSES.findIndex((one) => one === address);
  if (account >= 0) return t('execution.account', { account });
  if (address === STRK_ADDRESS) return 'STRK';
  return address === L1_BRIDGE_ADDRESS ? t('execution.bridge') : shortFelt(address);
};

/** The name of a cell where it is known, otherwise its key. */
export const cellName = (t: Translate, contract: bigint, key: bigint): string => {
  if (contract !== STRK_ADDRESS) return shortHex(`0x${key.toString(16)}`);
  const low = BALANCE_CELLS.indexOf(key);
  const high = BALANCE_CELLS.indexOf(key - 1n);
  if (low >= 0) return t('execution.balance_low', { account: low });
  return high >= 0 ? t('execution.balance_high', { account: high }) : shortHex(`0x${key.toString(16)}`);
};

/** The low half of a balance in STRK, another value as a felt. */
export const cellValue = (contract: bigint, key: bigint, value: bigint): string =>
  contract === STRK_ADDRESS && BALANCE_CELLS.includes(key) ? `${formatStrk(value)} STRK` : shortFelt(value);
