// The traffic of a scenario: signed STRK transfers between the predeployed accounts, sent to the RPC ports of validators, as intents. The stream
// `workload` of the seed decides who pays whom; each account always talks to the same validator, so that nonces arrive in order.
import { createRng, nextBelow, nextBetween } from '../base/rng.ts';
import { toFelt } from '../base/felt.ts';
import type { Intervention } from '../sim/intervention.ts';
import { ACCOUNT_ADDRESSES, STRK_ADDRESS, TRANSFER_SELECTOR } from '../types/genesis.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { ResourceBounds } from '../types/transaction.ts';

/** Generous bounds: at the prices of the shipped worlds the most a transfer may cost is well below one STRK. */
export const TRANSFER_BOUNDS: ResourceBounds = {
  l1Gas: { maxAmount: 0n, maxPricePerUnit: 10n ** 16n },
  l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 2n * 10n ** 10n },
  l1DataGas: { maxAmount: 2_000n, maxPricePerUnit: 10n ** 14n },
};

export type WorkloadOptions = {
  readonly seed: number;
  readonly validators: number;
  /** First and last moment at which a transfer may be sent. */
  readonly fromUs: number;
  readonly untilUs: number;
  /** Mean distance of transfers; each is drawn between half and one and a half of it. */
  readonly everyUs: number;
};

/** Transfers of 1 to 1000 milli-STRK, in order of time. */
export const transferWorkload = (options: WorkloadOptions): readonly Intervention[] => {
  const rng = createRng(options.seed, 'workload');
  const accounts = ACCOUNT_ADDRESSES.length;
  const list: Intervention[] = [];
  let at = options.fromUs;
  while (at < options.untilUs) {
    const account = nextBelow(rng, accounts);
    const receiver = ACCOUNT_ADDRESSES[(account + 1 + nextBelow(rng, accounts - 1)) % accounts] ?? STRK_ADDRESS;
    const amount = BigInt(nextBetween(rng, 1, 1_000)) * 10n ** 15n;
    const call = { to: STRK_ADDRESS, selector: TRANSFER_SELECTOR, calldata: [receiver, toFelt(amount), toFelt(0n)] };
    list.push({
      t: toTimeUs(at),
      kind: 'send_tx',
      validator: toValidatorIndex(account % options.validators),
      intent: { account, calls: [call], nonce: null, tip: 0n, resourceBounds: TRANSFER_BOUNDS, tamper: 'none' },
    });
    at += nextBetween(rng, Math.floor(options.everyUs / 2), Math.floor((options.everyUs * 3) / 2));
  }
  return list;
};
