// ProposalInit to the BlockInfo that the batcher executes with. Source: convert_to_sn_api_block_info, protocol.md 2.6, commitments.md 5.
// The L2 price in wei is not on the wire: it follows from the rate that the two L1 gas prices imply.
import { type Result, err, ok } from '../base/result.ts';
import { type PreviousL1Prices, toGasPrices } from '../l1/price-provider.ts';
import type { BlockInfo } from '../types/block.ts';
import type { ProposalInit } from '../types/consensus.ts';
import { U128_MAX } from './fee-market.ts';

const WEI_PER_ETH = 10n ** 18n;

/** The L1 prices of an init as pairs. */
export const l1PricesOf = (init: ProposalInit): PreviousL1Prices => ({
  l1Gas: { wei: init.l1GasPriceWei, fri: init.l1GasPriceFri },
  l1DataGas: { wei: init.l1DataGasPriceWei, fri: init.l1DataGasPriceFri },
});

/** Refuses a zero price and prices without a rate; the error names the price or the reason. */
export const blockInfoOf = (init: ProposalInit): Result<BlockInfo, string> => {
  const prices = l1PricesOf(init);
  if (prices.l1Gas.wei === 0n || prices.l1Gas.fri * WEI_PER_ETH > U128_MAX) return err('the L1 gas prices give no rate of ETH to fri');
  const ethToFriRate = (prices.l1Gas.fri * WEI_PER_ETH) / prices.l1Gas.wei;
  if (ethToFriRate === 0n) return err('the rate of ETH to fri is zero');
  if (init.l2GasPriceFri * WEI_PER_ETH > U128_MAX) return err('the L2 gas price does not convert to wei');
  const gasPrices = toGasPrices({ ...prices, ethToFriRate, source: 'previous_block' }, init.l2GasPriceFri);
  if (!gasPrices.ok) return err(`the ${gasPrices.error.which} price in ${gasPrices.error.unit} is zero`);
  return ok({
    height: init.height,
    timestamp: init.timestamp,
    sequencer: init.builder,
    gasPrices: gasPrices.value,
    l1DaMode: init.l1DaMode,
    starknetVersion: init.starknetVersion,
  });
};
