// L1 bridge, small: one L1 handler that mints STRK to a receiver on L2. It trusts every L1 sender and knows no withdrawal: what L1 does is the
// scenario's business.
import { selectorOf } from '../../core/crypto/keccak.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { address, felt, u256 } from '../asm/codecs.ts';
import { type ContractSource, l1Handler } from '../asm/contract.ts';
import { callFixed } from '../asm/syscalls.ts';

export const bridge: ContractSource = {
  name: 'bridge',
  title: 'Bridge',
  events: [],
  entries: [
    l1Handler({
      names: ['deposit'],
      inputs: { from_address: felt, to: address, amount: u256 },
      outputs: [],
      body: (f, { to, amount }) => {
        callFixed(f, { to: STRK_ADDRESS, selector: selectorOf('permissioned_mint'), calldata: [to, amount.low, amount.high] });
        return [];
      },
    }),
  ],
};
