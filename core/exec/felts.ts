// Well-known felts of contract calls: failure data, the answer of a valid signature, addresses of the fee tokens and of the system contracts.
// Source: execution.md 5.2, 10.1.
import { type Felt, feltFromAscii, feltFromHex, toFelt } from '../base/felt.ts';

export const OUT_OF_GAS: Felt = feltFromAscii('Out of gas');
/** Appended by every level that a failure passes on its way up. */
export const ENTRYPOINT_FAILED: Felt = feltFromAscii('ENTRYPOINT_FAILED');
export const ENTRYPOINT_NOT_FOUND: Felt = feltFromAscii('ENTRYPOINT_NOT_FOUND');
export const INVALID_ARGUMENT: Felt = feltFromAscii('Invalid argument');
export const INVALID_INPUT_LENGTH: Felt = feltFromAscii('Invalid input length');
export const BLOCK_NUMBER_OUT_OF_RANGE: Felt = feltFromAscii('Block number out of range');
export const VALID: Felt = feltFromAscii('VALID');

/** The fee token of version 3 transactions. */
export const STRK_ADDRESS: Felt = feltFromHex('0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d');
/** The fee token of L1 handlers; nothing is deployed there here. */
export const ETH_ADDRESS: Felt = feltFromHex('0x049d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7');
/** System contract that keeps block hashes: cell n = hash of block n. */
export const BLOCK_HASH_ADDRESS: Felt = toFelt(1);
/** System contract that maps addresses and keys to short aliases; cell 0 counts. */
export const ALIAS_ADDRESS: Felt = toFelt(2);
