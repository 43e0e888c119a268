// ProposalInit to the BlockInfo that the batcher executes with. Source: convert_to_sn_api_block_info, protocol.md 2.6, commitments.md 5.
// The L2 price in wei is not on the wire: it follows from the rate that the two L1 prices imply.
import { type Result, err, ok } from '../base/result.ts';
import type { BlockInfo } from '../types/block.ts';
import type { ProposalInit } from '../types/consensus.ts';
import { friToWei, rateOf } from './l1-prices.ts';

export type BlockInfoError = { readonly code: 'ZeroGasPrice' | 'GasPriceConversionError'; readonly detail: string };

/** Refuses a zero price and a rate that does not convert. */
export const blockInfoOf = (init: ProposalInit): Result<BlockInfo, BlockInfoError> => {
  const { l1GasPriceFri, l1DataGasPriceFri, l1GasPriceWei, l1DataGasPriceWei, l2GasPriceFri } = init;
  for (const [name, price] of Object.entries({ l1GasPriceFri, l1DataGasPriceFri, l1GasPriceWei, l1DataGasPriceWei, l2GasPriceFri })) {
    if (price === 0n) return err({ code: 'ZeroGasPrice', detail: `${name} is zero` });
  }
  const rate = rateOf(init);
  if (rate === null) return err({ code: 'GasPriceConversionError', detail: 'the L1 prices give no rate of ETH to fri' });
  const l2GasPriceWei = friToWei(l2GasPriceFri, rate);
  if (l2GasPriceWei === null) return err({ code: 'GasPriceConversionError', detail: 'the L2 price does not convert to wei' });
  if (l2GasPriceWei === 0n) return err({ code: 'ZeroGasPrice', detail: 'the L2 price in wei is zero' });
  return ok({
    height: init.height,
    timestamp: init.timestamp,
    sequencer: init.builder,
    gasPrices: {
      l1Gas: { wei: l1GasPriceWei, fri: l1GasPriceFri },
      l1DataGas: { wei: l1DataGasPriceWei, fri: l1DataGasPriceFri },
      l2Gas: { wei: l2GasPriceWei, fri: l2GasPriceFri },
    },
    l1DaMode: init.l1DaMode,
    starknetVersion: init.starknetVersion,
  });
};
