// Public facts of the genesis state that scenarios, views and the page name: addresses and one selector. Keys of accounts live in core/exec.
// Source: execution.md 10.1, 10.2, 10.5 (addresses of starknet-devnet's seed 0; STRK at its mainnet address).
import { type Felt, feltFromAscii, feltFromHex } from '../base/felt.ts';

export const STRK_ADDRESS: Felt = feltFromHex('0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d');

/** Selector of `transfer(recipient, amount: u256)`. */
export const TRANSFER_SELECTOR: Felt = feltFromHex('0x83afd3f4caedc6eebf44246fe54e38c95e3179a5ec9ea81740eca5b482d12e');

/** The L1 bridge of the native contracts, and the selector of its L1 handler `deposit(from, to, amount)`. */
export const L1_BRIDGE_ADDRESS: Felt = feltFromAscii('BICAMERAL_L1_BRIDGE');
export const DEPOSIT_SELECTOR: Felt = feltFromHex('0xc73f681176fc7b3f9693986fd7b14581e8d540519e27400e88b8713932be01');

/** The universal deployer that starknet.js asks by default, at its mainnet address; it stands in block 0, and the Cairo engines run it. */
export const UNIVERSAL_DEPLOYER_ADDRESS: Felt = feltFromHex('0x02ceed65a4bd731034c01113685c831b01c15d7d432f71afb1cf1634b53a2125');

/** A small contract of ours that catches failures of its own calls, in block 0 for the Cairo engines; an ASCII text of our own, no address on any network. */
export const ATTEMPT_ADDRESS: Felt = feltFromAscii('BICAMERAL_ATTEMPT');
/** Selector of its `try_put(value, fails)`. */
export const TRY_PUT_SELECTOR: Felt = feltFromHex('0x3909e862dc6435582c36d69387baa6dbe3a7c2d54d90c3fc49af719b1b795e4');

/** Fri per STRK. */
export const FRI_PER_STRK: bigint = 10n ** 18n;

/** Addresses of the ten predeployed accounts, 1000 STRK each. */
export const ACCOUNT_ADDRESSES: readonly Felt[] = [
  '0x064b48806902a367c8598f4f95c305e8c1a1acba5f082d294a43793113115691',
  '0x078662e7352d062084b0010068b99288486c2d8b914f6e2a55ce945f8792c8b1',
  '0x049dfb8ce986e21d354ac93ea65e6a11f639c1934ea253e5ff14ca62eca0f38e',
  '0x04f348398f859a55a0c80b1446c5fdc37edb3a8478a32f10764659fc241027d3',
  '0x00d513de92c16aa42418cf7e5b60f8022dbee1b4dfd81bcf03ebee079cfb5cb5',
  '0x01e8c6c17efa3a047506c0b1610bd188aa3e3dd6c5d9227549b65428de24de78',
  '0x0557ba9ef60b52dad611d79b60563901458f2476a5c1002a8b4869fcb6654c7e',
  '0x003736286f1050d4ba816b4d56d15d80ca74c1752c4e847243f1da726c36e06f',
  '0x04d8bb41636b42d3c69039f3537333581cc19356a0c93904fa3e569498c23ad0',
  '0x04b3f4ba8c00a02b66142a4b1dd41a4dfab4f92650922a3280977b0f03c75ee1',
].map((hex) => feltFromHex(hex));
