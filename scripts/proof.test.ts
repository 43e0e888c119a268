// The command: a proof of a simulated block verifies, also from its file; a changed file does not; wrong flags and files get one line and exit code 2.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACCOUNT_ADDRESSES, STRK_ADDRESS } from '../core/types/genesis.ts';
import { BALANCE_CELLS } from '../core/view/ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'proof-'));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const hex = (value: bigint | undefined): string => `0x${(value ?? 0n).toString(16)}`;
const command = (...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/proof.ts', ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

test('proof: a simulated block proves balances and nonces, and a changed file proves nothing', () => {
  const account = ACCOUNT_ADDRESSES[0];
  const cell = BALANCE_CELLS[0];
  const made = command(
    '--scenario',
    'all-well',
    '--height',
    '2',
    '--contract',
    `${hex(STRK_ADDRESS)}:${hex(cell)},0x5`,
    '--contract',
    hex(account),
    '--class',
    '0x9',
  );
  expect(made.code).toBe(0);
  const verified = command('--verify', fileOf('good.json', made.out));
  expect(verified.code).toBe(0);
  const shown = JSON.parse(verified.out) as { readonly storage: readonly { readonly values: Readonly<Record<string, string>> }[] };
  expect(shown.storage[0]?.values['0x5']).toBe('0x0');
  expect(BigInt(shown.storage[0]?.values[hex(cell)] ?? '0x0') > 10n ** 20n).toBe(true);
  const child = /"child": "(0x[0-9a-f]+)"/.exec(made.out)![1]!;
  const changed = command('--verify', fileOf('changed.json', made.out.replace(child, hex(BigInt(child) + 1n))));
  expect(changed.code).toBe(1);
  expect(changed.out).toMatch(/^wrong: .*"BadProof"/);
  expect(command('--verify', fileOf('good.json', made.out), '--root', '0x1')).toMatchObject({
    code: 1,
    out: 'wrong: {"code":"WrongStateRoot"}\n',
  });
});

test('proof: wrong flags and files are refused with one line', () => {
  for (const args of [
    [],
    ['--scenario', 'nowhere', '--height', '1'],
    ['--scenario', 'all-well', '--height', '0'],
    ['--scenario', 'all-well', '--height', '1', '--contract', '12'],
    ['--scenario', 'all-well', '--height', '1', '--class', `0x8${'0'.repeat(62)}`],
    ['--verify', join(folder, 'missing.json')],
    ['--verify', fileOf('list.json', '[]')],
    ['--verify', fileOf('odd.json', '{"request":{"class_hashes":[7]},"result":{}}')],
    ['--fast'],
  ]) {
    const { code, out, err } = command(...args);
    expect([args, code, out]).toEqual([args, 2, '']);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  }
});
