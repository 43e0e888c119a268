// Random traffic for the sweep, sound and broken. Accounts 0 to 6 send sound transfers, each always to the same validator, so that in a world without
// faults every one of them must end in a block; accounts 7 to 9 send whatever may go wrong, anywhere.
import { FELT_PRIME, type Felt, toFelt } from '../core/base/felt.ts';
import { type RngState, nextBelow, nextBetween } from '../core/base/rng.ts';
import { BRIDGE_ADDRESS } from '../core/exec/genesis.ts';
import { SELECTORS } from '../core/exec/selectors.ts';
import { TRANSFER_BOUNDS } from '../core/scenarios/workload.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { ACCOUNT_ADDRESSES, STRK_ADDRESS, TRANSFER_SELECTOR } from '../core/types/genesis.ts';
import { toTimeUs, toValidatorIndex } from '../core/types/ids.ts';
import type { InvokeIntent } from '../core/types/intent.ts';
import type { Call, ResourceBounds } from '../core/types/transaction.ts';
import { SECOND, percent, pick } from './sweep-random.ts';

type TrafficOptions = { readonly validators: number; readonly untilUs: number };

/** Accounts below this one send nothing but sound transfers. */
export const SOUND_ACCOUNTS = 7;
const BROKEN_ACCOUNTS: readonly number[] = [7, 8, 9];

const transfer = (to: Felt, amount: bigint): Call => ({
  to: STRK_ADDRESS,
  selector: TRANSFER_SELECTOR,
  calldata: [to, toFelt(amount), toFelt(0n)],
});

const receiver = (rng: RngState): Felt => pick(rng, ACCOUNT_ADDRESSES);
const milliStrk = (rng: RngState): bigint => BigInt(nextBetween(rng, 1, 1_000)) * 10n ** 15n;

const soundIntent = (rng: RngState, account: number): InvokeIntent => ({
  account,
  calls: Array.from({ length: percent(rng, 85) ? 1 : nextBetween(rng, 2, 6) }, () => transfer(receiver(rng), milliStrk(rng))),
  nonce: null,
  tip: percent(rng, 70) ? 0n : BigInt(nextBetween(rng, 0, 1_000_000)),
  resourceBounds: TRANSFER_BOUNDS,
  tamper: 'none',
});

const bounds = (change: Partial<ResourceBounds>): ResourceBounds => ({ ...TRANSFER_BOUNDS, ...change });

const LOW_BOUNDS: readonly ResourceBounds[] = [
  bounds({ l2Gas: { maxAmount: 0n, maxPricePerUnit: 0n } }),
  bounds({ l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 10n ** 9n } }),
  bounds({ l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 8_000_000_000n } }),
  bounds({ l2Gas: { maxAmount: 500_000n, maxPricePerUnit: 2n * 10n ** 10n } }),
  bounds({ l2Gas: { maxAmount: 1_000n, maxPricePerUnit: 2n * 10n ** 10n } }),
  bounds({ l1DataGas: { maxAmount: 10n, maxPricePerUnit: 10n ** 14n } }),
  bounds({ l1DataGas: { maxAmount: 2_000n, maxPricePerUnit: 1n } }),
  bounds({ l2Gas: { maxAmount: 1_210_000_000n, maxPricePerUnit: 10n ** 20n } }),
  bounds({ l2Gas: { maxAmount: 1n << 70n, maxPricePerUnit: 10n ** 10n } }),
];

const PLACES: readonly Felt[] = [STRK_ADDRESS, STRK_ADDRESS, BRIDGE_ADDRESS, toFelt(0n), toFelt(1n), toFelt(2n), ...ACCOUNT_ADDRESSES];
const WORDS: readonly bigint[] = [0n, 1n, 2n, 3n, 100n, 1n << 64n, (1n << 128n) - 1n, 1n << 128n, 1n << 250n, FELT_PRIME - 1n];

/** Any place of the built-in contracts with any entry point and any words. */
export const randomCall = (rng: RngState): Call => ({
  to: pick(rng, PLACES),
  selector: pick(rng, Object.values(SELECTORS)),
  calldata: Array.from({ length: nextBelow(rng, 7) }, () => toFelt(percent(rng, 30) ? pick(rng, ACCOUNT_ADDRESSES) : pick(rng, WORDS))),
});

const ODD_CALLS: readonly ((rng: RngState) => readonly Call[])[] = [
  () => [],
  (rng) => [transfer(receiver(rng), 10n ** 30n)],
  (rng) => [transfer(receiver(rng), milliStrk(rng)), transfer(receiver(rng), 10n ** 30n)],
  () => [{ to: toFelt(0x1234n), selector: TRANSFER_SELECTOR, calldata: [] }],
  () => [{ to: STRK_ADDRESS, selector: toFelt(0x99n), calldata: [] }],
  () => [{ to: STRK_ADDRESS, selector: TRANSFER_SELECTOR, calldata: [toFelt(1n)] }],
  (rng) => [{ to: STRK_ADDRESS, selector: SELECTORS.approve, calldata: [receiver(rng), toFelt(5n), toFelt(0n)] }],
  (rng) => [{ to: STRK_ADDRESS, selector: SELECTORS.transfer_from, calldata: [receiver(rng), receiver(rng), toFelt(1n), toFelt(0n)] }],
  (rng) => [randomCall(rng)],
  (rng) => [randomCall(rng)],
  (rng) => Array.from({ length: nextBetween(rng, 2, 4) }, () => randomCall(rng)),
  (rng) => Array.from({ length: 25 }, () => transfer(receiver(rng), 1n)),
  (rng) => Array.from({ length: 20 }, () => transfer(receiver(rng), 1n)),
  (rng) => [{ to: receiver(rng), selector: SELECTORS['__execute__'], calldata: [toFelt(0n)] }],
];

const brokenIntent = (rng: RngState): InvokeIntent => {
  const sound = soundIntent(rng, pick(rng, BROKEN_ACCOUNTS));
  switch (nextBelow(rng, 7)) {
    case 0:
      return { ...sound, tamper: 'wrong_signature' };
    case 1:
      // Too old, right, behind a gap, or too far ahead.
      return { ...sound, nonce: BigInt(pick(rng, [0, 0, 1, 2, 3, 5, 10, 250])) };
    case 2:
      return { ...sound, resourceBounds: pick(rng, LOW_BOUNDS) };
    case 3:
      return { ...sound, calls: pick(rng, ODD_CALLS)(rng) };
    case 4:
      return { ...sound, account: pick(rng, [10, 99]) };
    case 5: {
      // Takes the place of another of its nonce, when tip and price rise enough.
      const price = BigInt(pick(rng, [20, 22, 25, 40])) * 10n ** 9n;
      const resourceBounds = bounds({ l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: price } });
      return { ...sound, nonce: BigInt(nextBetween(rng, 0, 4)), tip: BigInt(pick(rng, [0, 0, 10, 20, 1_000])), resourceBounds };
    }
    default:
      // The whole balance moves away: what follows cannot pay.
      return { ...sound, calls: [transfer(receiver(rng), pick(rng, [990n, 999n, 1_000n]) * 10n ** 18n)] };
  }
};

const anyIntent = (rng: RngState, validators: number): Omit<Intervention & { readonly kind: 'send_tx' }, 't'> => {
  const isBroken = percent(rng, 35);
  const intent = isBroken ? brokenIntent(rng) : soundIntent(rng, nextBelow(rng, SOUND_ACCOUNTS));
  const validator = isBroken ? nextBelow(rng, validators) : intent.account % validators;
  return { kind: 'send_tx', validator: toValidatorIndex(validator), intent };
};

/** In order of time: nothing, a trickle, or bursts. */
export const randomTraffic = (rng: RngState, { validators, untilUs }: TrafficOptions): readonly Intervention[] => {
  const list: Intervention[] = [];
  const send = (t: number): void => void list.push({ t: toTimeUs(t), ...anyIntent(rng, validators) });
  const style = pick(rng, ['none', 'light', 'light', 'light', 'heavy', 'bursts', 'bursts'] as const);
  if (style === 'none') return [];
  const meanUs = style === 'heavy' ? 0.25 * SECOND : 2 * SECOND;
  for (let t = 0; t < untilUs; t += nextBetween(rng, 0, 2 * meanUs)) send(t);
  if (style === 'bursts') {
    const at = nextBetween(rng, 0, untilUs);
    for (let i = nextBetween(rng, 5, pick(rng, [60, 160])); i > 0; i--) send(at + nextBelow(rng, 200_000));
  }
  return list.toSorted((a, b) => a.t - b.t);
};
