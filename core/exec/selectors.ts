// Selectors of the built-in contracts: keccak250 of the name. Stored, so that no worker hashes at its start; a test recomputes each.
// Source: execution.md 10.4, 10.5; `deposit` and `permissioned_mint` are our own contracts' names.
import { type Felt, feltFromHex } from '../base/felt.ts';

const HEX = {
  __execute__: '0x15d40a3d6ca2ac30f4031e42be28da9b056fef9bb7357ac5e85627ee876e5ad',
  __validate__: '0x162da33a4585851fe8d3af3c2a9c60b557814e221e0d4f30ff0b2189d9c7775',
  __validate_declare__: '0x289da278a8dc833409cabfdad1581e8e7d40e42dcaed693fa4008dcdb4963b3',
  __validate_deploy__: '0x36fcbf06cd96843058359e1a75928beacfac10727dab22a3972f0af8aa92895',
  is_valid_signature: '0x28420862938116cb3bbdbedee07451ccc54d4e9412dbef71142ad1980a30941',
  isValidSignature: '0x213dfe25e2ca309c4d615a09cfc95fdb2fc7dc73fbcad12c450fe93b1f2ff9e',
  supports_interface: '0xfe80f537b66d12a00b6d3c072b44afbb716e78dde5c3f0ef116ee93d3e3283',
  get_public_key: '0x1a35984e05126dbecb7c3bb9929e7dd9106d460c59b1633739a5c733a5fb13b',
  getPublicKey: '0x1a6c6a0bdec86cc645c91997d8eea83e87148659e3e61122f72361fd5e94079',
  transfer: '0x83afd3f4caedc6eebf44246fe54e38c95e3179a5ec9ea81740eca5b482d12e',
  transfer_from: '0x3704ffe8fba161be0e994951751a5033b1462b918ff785c0a636be718dfdb68',
  transferFrom: '0x41b033f4a31df8067c24d1e9b550a2ce75fd4a29e1147af9752174f0e6cb20',
  approve: '0x219209e083275171774dab1df80982e9df2096516f06319c5c6d71ae0a8480c',
  balance_of: '0x35a73cd311a05d46deda634c5ee045db92f811b4e74bca4437fcb5302b7af33',
  balanceOf: '0x2e4263afad30923c891518314c3c95dbe830a16874e8abc5777a9a20b54c76e',
  total_supply: '0x1557182e4359a1f0c6301278e8f5b35a776ab58d39892581e357578fb287836',
  totalSupply: '0x80aa9fdbfaf9615e4afc7f5f722e265daca5ccc655360fa5ccacf9c267936d',
  allowance: '0x1e888a1026b19c8c0b57c72d63ed1737106aa10034105b980ba117bd0c29fe1',
  name: '0x361458367e696363fbcc70777d07ebbd2394e89fd0adcaf147faccd1d294d60',
  symbol: '0x216b05c387bab9ac31918a3e61672f4618601f3c598a2f3f2710f37053e1ea4',
  decimals: '0x4c4fb1ab068f6039d5780c68dd0fa2f8742cceb3426d19667778ca7f3518a9',
  permissioned_mint: '0x1c67057e2995950900dbf33db0f5fc9904f5a18aae4a3768f721c43efe5d288',
  deposit: '0xc73f681176fc7b3f9693986fd7b14581e8d540519e27400e88b8713932be01',
} as const;

export type SelectorName = keyof typeof HEX;

/** Selector of an entry point, by its name. */
export const SELECTORS: Readonly<Record<SelectorName, Felt>> = Object.fromEntries(
  Object.entries(HEX).map(([name, hex]) => [name, feltFromHex(hex)]),
) as Record<SelectorName, Felt>;

export const VALIDATE_SELECTOR: Felt = SELECTORS['__validate__'];
export const EXECUTE_SELECTOR: Felt = SELECTORS['__execute__'];
export const CONSTRUCTOR_SELECTOR: Felt = feltFromHex('0x28ffe4ff0f226a9107253e17a904099aa4f63a02a5621de0576e5aa71bc5194');
export const VALIDATE_DECLARE_SELECTOR: Felt = SELECTORS['__validate_declare__'];
export const VALIDATE_DEPLOY_SELECTOR: Felt = SELECTORS['__validate_deploy__'];
