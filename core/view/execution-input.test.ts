// The log of a run gives what a transaction's execution needs; executed again it has the receipt of the block.
import { expect, test } from 'vitest';
import { openSample } from '../../tests/sample-run.ts';
import { feltToHex } from '../base/felt.ts';
import type { LogEvent } from '../log/event.ts';
import { toTimeUs } from '../types/ids.ts';
import { executionInput, receiptDifference } from './execution-input.ts';

const { events } = openSample('all-well', 7).cluster.advance(toTimeUs(12_000_000));
const isBlock = (event: LogEvent) => event.kind === 'block_committed';
const blocks = events.filter(isBlock);
const last = blocks.findLast(({ txs }) => txs.length > 0)!;
const hash = feltToHex(last.txs.at(-1)!.hash);
const chainId = 'BICAMERAL';

test('execution input: all blocks before, the block up to the transaction, and the receipt', () => {
  const found = executionInput(events, { hash, chainId });
  if (found === null || found === 'gone') throw new Error(String(found));
  expect(last.height).toBeGreaterThan(1);
  expect(found.input.before).toHaveLength(last.height - 1);
  expect(found.input.info).toEqual(last.info);
  expect(found.input.txs).toEqual(last.txs);
  expect(found.receipt).toEqual(last.receipts.at(-1));
});

test('execution input: a transaction in no block, and one whose past the log has let go of', () => {
  expect(executionInput(events, { hash: '0x1', chainId })).toBeNull();
  const cut = events.map((event) => (event.kind === 'block_committed' && event.height === 1 ? undefined : event));
  expect(executionInput(cut, { hash, chainId })).toBe('gone');
});

test('receipt difference: the first field that differs, or none', () => {
  const receipt = last.receipts.at(-1)!;
  expect(receiptDifference(receipt, { ...receipt, events: [...receipt.events] })).toBeNull();
  expect(receiptDifference(receipt, { ...receipt, actualFee: receipt.actualFee + 1n })).toBe('actualFee');
  expect(receiptDifference(receipt, { ...receipt, status: { kind: 'reverted', reason: '' } })).toBe('status');
});
