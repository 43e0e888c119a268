import { expect, test } from 'vitest';
import { feltToHex, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { storageCell } from '../hashes/storage-address.ts';
import type { LogEvent } from '../log/event.ts';
import { ACCOUNT_ADDRESSES, FRI_PER_STRK, STRK_ADDRESS } from '../types/genesis.ts';
import { toHeight, toProcessId, toTimeUs } from '../types/ids.ts';
import { BALANCE_CELLS, ledgerView } from './ledger.ts';

test('ledger: the table of balance cells is pedersen(keccak(ERC20_balances), address) of every account', () => {
  const kernel = createKernel();
  expect(BALANCE_CELLS).toEqual(ACCOUNT_ADDRESSES.map((address) => storageCell(kernel, 'ERC20_balances', address)));
});

const block = (height: number, cells: readonly (readonly [bigint, bigint])[]): LogEvent =>
  ({
    kind: 'block_committed',
    height: toHeight(height),
    stateDiff: {
      storage: new Map([[feltToHex(STRK_ADDRESS), new Map(cells.map(([cell, value]) => [`0x${cell.toString(16)}`, toFelt(value)]))]]),
      nonces: new Map([[feltToHex(ACCOUNT_ADDRESSES[0]!), toFelt(5n)]]),
      deployed: new Map(),
      declared: new Map(),
    },
    txs: [],
    receipts: [],
    t: toTimeUs(1),
    p: toProcessId(0, 1),
    n: 0,
    cause: null,
  }) as unknown as LogEvent;

test('ledger: balances follow the cells of the diff, both limbs, once per height', () => {
  const start = ledgerView.empty();
  expect(start.balances).toEqual(ACCOUNT_ADDRESSES.map(() => 1_000n * FRI_PER_STRK));
  const after = ledgerView.apply(
    start,
    block(1, [
      [BALANCE_CELLS[0]!, 7n],
      [BALANCE_CELLS[1]! + 1n, 1n],
    ]),
  );
  expect([after.height, after.balances[0], after.balances[1], after.nonces[0]]).toEqual([1, 7n, (1n << 128n) + 1_000n * FRI_PER_STRK, 5n]);
  expect(ledgerView.apply(after, block(1, [[BALANCE_CELLS[0]!, 9n]]))).toBe(after);
});
