// The text of an ec_op that meets two points with one x coordinate: it shows the points of the failing round. Source: cairo-vm ec_op.rs; execution.md 4.
// Plain affine arithmetic: this runs once, when a run ends with an error.
import { assert } from '../../base/assert.ts';
import { FELT_PRIME, reduceToFelt } from '../../base/felt.ts';
import type { CurvePoint, Kernel } from '../../crypto/kernel.ts';
import { VmFault } from '../fault.ts';

const pointText = ({ x, y }: CurvePoint): string => `(${x}, ${y})`;

/** The other point of the curve on a line with this slope through p and a point with x coordinate `otherX`, mirrored. */
const onLine = (p: CurvePoint, otherX: bigint, slope: bigint): CurvePoint => {
  const x = reduceToFelt(slope * slope - p.x - otherX);
  return { x, y: reduceToFelt(slope * (p.x - x) - p.y) };
};

const add = (kernel: Kernel, p: CurvePoint, q: CurvePoint): CurvePoint =>
  onLine(p, q.x, (q.y - p.y) * kernel.invert(reduceToFelt(q.x - p.x)));

const double = (kernel: Kernel, p: CurvePoint): CurvePoint => onLine(p, p.x, (3n * p.x * p.x + 1n) * kernel.invert(reduceToFelt(2n * p.y)));

/** The fault of `p + m q` when the kernel has found equal x coordinates. */
export const equalXFault = (kernel: Kernel, p: CurvePoint, q: CurvePoint, m: bigint): VmFault => {
  let [sum, doubled] = [p, q];
  for (let rest = m; rest > 0n && sum.x !== doubled.x; rest >>= 1n) {
    if ((rest & 1n) === 1n) sum = add(kernel, sum, doubled);
    doubled = double(kernel, doubled);
  }
  assert(sum.x === doubled.x && m < FELT_PRIME, 'equalXFault: a computation that meets equal x coordinates');
  const lines = [
    'Cannot apply EC operation: computation reached two points with the same x coordinate. \n',
    '    Attempting to compute P + m * Q where:\n',
    `    P = ${pointText(sum)} \n`,
    `    m = ${m}\n`,
    `    Q = ${pointText(doubled)}.`,
  ];
  return new VmFault('EcOpFailed', lines.join('\n'));
};
