// The ten predeployed accounts of starknet-devnet's `--seed 0`, with their private keys: nothing here is secret, everyone who runs a devnet has them.
// Source: execution.md 10.2. The balance cells are stored because ten Pedersen hashes at every start would be felt; a test recomputes them.
import { type Felt, feltFromHex } from '../base/felt.ts';

export type PredeployedAccount = {
  readonly address: Felt;
  readonly privateKey: Felt;
  /** x coordinate of the Stark public key. */
  readonly publicKey: Felt;
  /** Cell of ERC20_balances that holds the low half of its STRK. */
  readonly balanceCell: Felt;
};

const ROWS = [
  {
    address: '0x64b48806902a367c8598f4f95c305e8c1a1acba5f082d294a43793113115691',
    privateKey: '0x71d7bb07b9a64f6f78ac4c816aff4da9',
    publicKey: '0x39d9e6ce352ad4530a0ef5d5a18fd3303c3606a7fa6ac5b620020ad681cc33b',
    balanceCell: '0x6f623aca324f0203acf31ba7864ddcf5b495bc1e5e9235256dea8dad753327',
  },
  {
    address: '0x78662e7352d062084b0010068b99288486c2d8b914f6e2a55ce945f8792c8b1',
    privateKey: '0xe1406455b7d66b1690803be066cbe5e',
    publicKey: '0x7a1bb2744a7dd29bffd44341dbd78008adb4bc11733601e7eddff322ada9cb',
    balanceCell: '0x5c2c81d8db36b7da64a99225d35285ffe6cc1328a85e03165bdb7bf39d5a5ca',
  },
  {
    address: '0x49dfb8ce986e21d354ac93ea65e6a11f639c1934ea253e5ff14ca62eca0f38e',
    privateKey: '0xa20a02f0ac53692d144b20cb371a60d7',
    publicKey: '0xb8fd4ddd415902d96f61b7ad201022d495997c2dff8eb9e0eb86253e30fabc',
    balanceCell: '0x538a6730ce3770d4cb912acad0521cf61add74fbc2d7e4f14039e69be7b0b8f',
  },
  {
    address: '0x4f348398f859a55a0c80b1446c5fdc37edb3a8478a32f10764659fc241027d3',
    privateKey: '0xa641611c17d4d92bd0790074e34beeb7',
    publicKey: '0x5e05d2510c6110bde03df9c1c126a1f592207d78cd9e481ac98540d5336d23c',
    balanceCell: '0x2e07d85ff1ae0c81d846cb2413427a110ad0a47a1b6e80e340827b02a23c195',
  },
  {
    address: '0xd513de92c16aa42418cf7e5b60f8022dbee1b4dfd81bcf03ebee079cfb5cb5',
    privateKey: '0x5b4ac23628a5749277bcabbf4726b025',
    publicKey: '0x4708e28e2424381659ea6b7dded2b3aff4b99debfcf6080160a9d098ac2214d',
    balanceCell: '0x6de58aa9a41c7c01105ee8065d79470d8806c65661959a308e038efa9abf85d',
  },
  {
    address: '0x1e8c6c17efa3a047506c0b1610bd188aa3e3dd6c5d9227549b65428de24de78',
    privateKey: '0x836203aceb0e9b0066138c321dda5ae6',
    publicKey: '0x776d33371a98abee91ce60ac04321361565c8623cb612ee9357092da2162f51',
    balanceCell: '0x542bf7ae59f85c27b4814d3687dacde53f0755f6bbcf395ef3c8be9d0ab2863',
  },
  {
    address: '0x557ba9ef60b52dad611d79b60563901458f2476a5c1002a8b4869fcb6654c7e',
    privateKey: '0x15b5e3013d752c909988204714f1ff35',
    publicKey: '0x4236bd1a08ee4bc3288081dfaf2b71d9a6e6e573d1b31a62719db73a88bb55',
    balanceCell: '0x1e3ca7c3d8f0840626325feec61d074c4c04ec10c28c1da8bef59d483fe180c',
  },
  {
    address: '0x3736286f1050d4ba816b4d56d15d80ca74c1752c4e847243f1da726c36e06f',
    privateKey: '0xa56597ba3378fa9e6440ea9ae0cf2865',
    publicKey: '0x20b6aad24b5741eb49ed1b00ea78e3657e4d74af47e329f6f9fe489517474db',
    balanceCell: '0x42d8b0ea749aa87310076a677ecf3f1a86c46c1111cf45756aa73e78def9614',
  },
  {
    address: '0x4d8bb41636b42d3c69039f3537333581cc19356a0c93904fa3e569498c23ad0',
    privateKey: '0xb467066159b295a7667b633d6bdaabac',
    publicKey: '0xc6c2f7833f681c8fe001533e99571f6ff8dec59268792a429a14b5b252f1ad',
    balanceCell: '0x6da8234dbd47a9f292b5e3f558f162446881dc5aa99f02437e08688cd3bce73',
  },
  {
    address: '0x4b3f4ba8c00a02b66142a4b1dd41a4dfab4f92650922a3280977b0f03c75ee1',
    privateKey: '0x57b2f8431c772e647712ae93cc616638',
    publicKey: '0x374f7fcb50bc2d6b8b7a267f919232e3ac68354ce3eafe88d3df323fc1deb23',
    balanceCell: '0x566301678d6954e4de9e4ff395fbd93183d882629d734489a5852f8d0fbaed0',
  },
] as const;

/** In devnet's order; `TransactionIntent.account` is an index into it. */
export const PREDEPLOYED_ACCOUNTS: readonly PredeployedAccount[] = ROWS.map((row) => ({
  address: feltFromHex(row.address),
  privateKey: feltFromHex(row.privateKey),
  publicKey: feltFromHex(row.publicKey),
  balanceCell: feltFromHex(row.balanceCell),
}));

/** 1000 STRK each, in fri. */
export const INITIAL_BALANCE_FRI: bigint = 10n ** 21n;
