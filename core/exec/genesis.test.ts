// Genesis: the accounts against the copy of devnet's list, every stored cell recomputed, supply and balances.
import { describe, expect, test } from 'vitest';
import { feltFromHex, feltToHex, toFelt } from '../base/felt.ts';
import { clonePlain } from '../base/plain.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { contractAddress } from '../hashes/contract-address.ts';
import { storageCell } from '../hashes/storage-address.ts';
import { diffReader, EMPTY_READER, netDiff } from '../state/diff.ts';
import { INITIAL_BALANCE_FRI, PREDEPLOYED_ACCOUNTS } from './accounts.ts';
import { STRK_ADDRESS } from './felts.ts';
import { BRIDGE_ADDRESS, genesisDiff } from './genesis.ts';
import { ISRC6_ID } from './native/account.ts';
import { MORE_CONTRACTS, NATIVE_CLASSES, ownHashes } from './native/classes.ts';
import K from './vectors/constants-0.14.4.json' with { type: 'json' };

const kernel = createKernel();
const diff = genesisDiff();
const state = diffReader(EMPTY_READER, diff);
const seed = K.devnetSeed0;

describe('genesis', () => {
  test("genesis: the accounts are devnet's of seed 0, in its order", () => {
    expect(PREDEPLOYED_ACCOUNTS.map(({ address, privateKey, publicKey }) => [address, privateKey, publicKey])).toEqual(
      seed.accounts.map((a) => [a.address, a.privateKey, a.publicKey].map(feltFromHex)),
    );
    expect(INITIAL_BALANCE_FRI).toBe(BigInt(seed.initialBalanceFri));
  });

  test.each(PREDEPLOYED_ACCOUNTS.map((account, i) => [i, account] as const))(
    'genesis: account %i has its cells where the layout puts them',
    (_, account) => {
      expect(
        contractAddress(kernel, {
          deployer: toFelt(0),
          salt: toFelt(seed.salt),
          classHash: feltFromHex(seed.classHashUsedForAddressOnly),
          calldata: [account.publicKey],
        }),
      ).toBe(account.address);
      expect(storageCell(kernel, 'ERC20_balances', account.address)).toBe(account.balanceCell);
      expect(state.storageAt(STRK_ADDRESS, account.balanceCell)).toBe(INITIAL_BALANCE_FRI);
      expect(state.storageAt(account.address, storageCell(kernel, 'Account_public_key'))).toBe(account.publicKey);
      expect(state.storageAt(account.address, storageCell(kernel, 'SRC5_supported_interfaces', ISRC6_ID))).toBe(1n);
      expect(state.classHashAt(account.address)).toBe(NATIVE_CLASSES.account.classHash);
      expect(state.nonceAt(account.address)).toBe(0n);
    },
  );

  test('genesis: the supply is the sum of the balances, and the bridge may mint', () => {
    const supply = PREDEPLOYED_ACCOUNTS.reduce((sum, account) => sum + state.storageAt(STRK_ADDRESS, account.balanceCell), 0n);
    expect(state.storageAt(STRK_ADDRESS, storageCell(kernel, 'ERC20_total_supply'))).toBe(supply);
    expect(supply).toBe(10n ** 22n);
    expect(state.storageAt(STRK_ADDRESS, storageCell(kernel, 'permitted_minter'))).toBe(BRIDGE_ADDRESS);
    expect([STRK_ADDRESS, BRIDGE_ADDRESS].map(state.classHashAt)).toEqual([
      NATIVE_CLASSES.erc20.classHash,
      NATIVE_CLASSES.bridge.classHash,
    ]);
  });

  test('genesis: each class is declared with the hash of its compiled code', () => {
    for (const { classHash, compiledClassHash } of Object.values(NATIVE_CLASSES)) {
      expect(state.compiledClassHashOf(classHash)).toBe(compiledClassHash);
    }
    const classes = [...Object.values(NATIVE_CLASSES), ...MORE_CONTRACTS.map(({ name }) => ownHashes(name))];
    expect([...diff.declared.keys()]).toEqual(classes.map(({ classHash }) => feltToHex(classHash)));
    for (const { name, address } of MORE_CONTRACTS) expect(state.classHashAt(address)).toBe(ownHashes(name).classHash);
  });

  test('genesis: it is frozen, net of the empty state and leaves the system contracts alone', () => {
    expect(clonePlain({ diff }).diff).toBe(diff);
    expect(netDiff(EMPTY_READER, diff)).toEqual(diff);
    expect([diff.storage.has('0x1'), diff.storage.has('0x2'), diff.nonces.size]).toEqual([false, false, 0]);
  });
});
