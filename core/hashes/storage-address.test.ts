// Cells whose addresses are published (execution.md 10.3).
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { ADDRESS_END } from './contract-address.ts';
import { mapCell, nextCell, storageCell } from './storage-address.ts';

const kernel = createKernel();

test.each([
  ['ERC20_balances', 0x3a4e8ec16e258a799fe707996fd5d21d42b29adc1499a370edf7f809d8c458an],
  ['ERC20_total_supply', 0x110e2f729c9c2b988559994a3daccd838cf52faf88e18101373e67dd061455an],
  ['ERC20_allowances', 0x3c87bf42ed4f01f11883bf54f43d91d2cbbd5fec26d1df9c74c57ae138800a4n],
  ['ERC20_name', 0x341c1bdfd89f69748aa00b5742b03adbffd79b8e80cab5c50d91cd8c2a79be1n],
  ['ERC20_symbol', 0xb6ce5410fca59d078ee9b2a4371a9d684c530d697c64fbef0ae6d5e8f0ac72n],
  ['ERC20_decimals', 0x1f0d4aa99431d246bac9b8e48c33e888245b15e9678f64f9bdfc8823dc8f979n],
  ['Account_public_key', 0x1379ac0624b939ceb9dede92211d7db5ee174fe28be72245b0a1a2abd81c98fn],
  ['SRC5_supported_interfaces', 0x10e5fcd68658d0cf6ed280e34d0d0da9a510b7a6779230c9912806a2c939b9n],
])('storage address: %s', (variable, cell) => {
  expect(storageCell(kernel, variable)).toBe(cell);
});

test('storage address: the STRK balance of the first devnet account', () => {
  const owner = toFelt(0x064b48806902a367c8598f4f95c305e8c1a1acba5f082d294a43793113115691n);
  const cell = storageCell(kernel, 'ERC20_balances', owner);
  expect(cell).toBe(0x6f623aca324f0203acf31ba7864ddcf5b495bc1e5e9235256dea8dad753327n);
  expect(mapCell(kernel, storageCell(kernel, 'ERC20_balances'), owner)).toBe(cell);
  expect(nextCell(cell)).toBe(cell + 1n);
});

test('storage address: keys are folded in order and the cell stays in range', () => {
  const [a, b] = [toFelt(1), toFelt(2)];
  expect(storageCell(kernel, 'ERC20_allowances', a, b)).not.toBe(storageCell(kernel, 'ERC20_allowances', b, a));
  expect(mapCell(kernel, toFelt(ADDRESS_END + 5n))).toBe(5n);
  expect(nextCell(toFelt(ADDRESS_END - 1n))).toBe(0n);
});
