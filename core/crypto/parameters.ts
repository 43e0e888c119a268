// The Stark curve y^2 = x^3 + x + b over P, of prime order N, and the points of the Pedersen hash: what every kernel is built from.
// Source: the Starknet documentation ("STARK curve", "Pedersen hash"), points from the public parameters of crypto-cpp.
import { FELT_PRIME } from '../base/felt.ts';

export type AffinePoint = { readonly x: bigint; readonly y: bigint };

/** Order of the curve's group; prime. */
export const CURVE_ORDER = 0x800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2fn;
/** The curve's b; its a is 1. */
export const CURVE_B = 0x6f21413efbe40de150e596d72f7a8c5609ad26c15c915c1f4cdfcb99cee9e89n;
export const GENERATOR: AffinePoint = {
  x: 0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfcan,
  y: 0x5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1fn,
};

/** The Pedersen hash of a and b is the x coordinate of shift + low bits of a * lowA + high bits of a * highA + the same of b. */
export const PEDERSEN_POINTS: Readonly<Record<'shift' | 'lowA' | 'highA' | 'lowB' | 'highB', AffinePoint>> = {
  shift: {
    x: 0x49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804n,
    y: 0x3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268an,
  },
  lowA: {
    x: 0x234287dcbaffe7f969c748655fca9e58fa8120b6d56eb0c1080d17957ebe47bn,
    y: 0x3b056f100f96fb21e889527d41f4e39940135dd7a6c94cc6ed0268ee89e5615n,
  },
  highA: {
    x: 0x4fa56f376c83db33f9dab2656558f3399099ec1de5e3018b7a6932dba8aa378n,
    y: 0x3fa0984c931c9e38113e0c0e47e4401562761f92a7a23b45168f4e80ff5b54dn,
  },
  lowB: {
    x: 0x4ba4cc166be8dec764910f75b45f74b40c690c74709e90f3aa372f0bd2d6997n,
    y: 0x40301cf5c1751f4b971e46c4ede85fcac5c59a5ce5ae7c48151f27b24b219cn,
  },
  highB: {
    x: 0x54302dcb0e6cc1c6e44cca8f61a63bb2ca65048d53fb325d36ff12c49a58202n,
    y: 0x1b77b3e37d13504b348046268d8ae25ce98ad783c25561a879dcc77e99c2426n,
  },
};
/** Low bits of a felt in the Pedersen hash; the four others are the high ones. */
export const PEDERSEN_LOW_BITS = 248;

/** Whether the coordinates, both in [0, P), are those of a point. */
export const isOnCurve = ({ x, y }: AffinePoint): boolean => (y * y - x * x * x - x - CURVE_B) % FELT_PRIME === 0n;

/** True for what may multiply a point: private keys, nonces and both halves of a signature. */
export const isScalar = (value: bigint): boolean => value > 0n && value < CURVE_ORDER;
