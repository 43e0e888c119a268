// Class hashes of the built-in contracts: ASCII texts of our own, shown as such wherever a class hash is shown, until real classes replace them.
// Source: world.md 3. A built-in has no CASM either, so its compiled class hash is the same text with `_CASM`.
import { type Felt, feltFromAscii } from '../../base/felt.ts';

export type NativeClass = { readonly classHash: Felt; readonly compiledClassHash: Felt };

const native = (name: string): NativeClass => ({
  classHash: feltFromAscii(`BICAMERAL_NATIVE_${name}`),
  compiledClassHash: feltFromAscii(`BICAMERAL_NATIVE_${name}_CASM`),
});

export const NATIVE_CLASSES: Readonly<Record<'account' | 'erc20' | 'bridge', NativeClass>> = {
  account: native('ACCOUNT'),
  erc20: native('ERC20'),
  bridge: native('BRIDGE'),
};
