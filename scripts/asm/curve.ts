// Stark ECDSA with the ec_op builtin, in the order of work of the core library. Source: execution.md 10.7.
// Both signs of the key are always tried, so that every valid signature costs the same. ec_op adds to a point, so every product starts at a point S that a hint chooses, and S is taken off in the end; which S it was changes nothing.
import { CURVE_B, CURVE_ORDER, GENERATOR } from '../../core/crypto/parameters.ts';
import type { Builder } from './builder.ts';
import type { Cell, Value } from './cells.ts';
import type { FunctionSource } from './function.ts';
import { U128 } from './integers.ts';

type Point = { readonly x: Value; readonly y: Value };

/** A * (2^128 - 1) + A + 1 = (P + 1) / 2: what is split like this is the smaller of y and P - y. */
const A = 0x4000000000000088000000000000000n;
const ROOM = U128 - (A + 1n);

const curveAt = (f: Builder, x: Value): Cell => {
  const cube = f.let('x^3', f.let('x^2', x, '*', x), '*', x);
  return f.let('x^3 + x + b', cube, '+', f.let('x + b', x, '+', CURVE_B));
};

/** The point with this x and the smaller y, or 0 when there is none (3 is no square, so 3 times the value is one then). */
const pointFromX: FunctionSource<'x', 'exists' | 'y'> = {
  name: 'point_from_x',
  parameters: ['x'],
  results: ['exists', 'y'],
  body: (f, { x }) => {
    const square = curveAt(f, x);
    const y = f.fresh('y');
    f.hint('FieldSqrt', { val: square }, { sqrt: y });
    const ySquare = f.let('y^2', y, '*', y);
    return f.branch(f.let('y^2 - square', ySquare, '-', square), {
      nonzero: () => {
        f.assert(ySquare, square, '*', 3n);
        return f.return(0n, 0n);
      },
      zero: () => {
        const [high, low] = [f.fresh('high'), f.fresh('low')];
        f.hint('LinearSplit', { value: y, scalar: A, max_x: U128 - 1n }, { x: high, y: low });
        f.assert(y, f.let('high * A', high, '*', A), '+', low);
        f.rangeCheck(high);
        f.rangeCheck(low);
        f.rangeCheck(f.let('low is at most A', low, '+', ROOM));
        return f.return(1n, y);
      },
    });
  },
};

/** Any point of the curve. */
const startPoint = (f: Builder): Point => {
  const [x, y] = [f.fresh('S.x'), f.fresh('S.y')];
  f.hint('RandomEcPoint', {}, { x, y });
  f.assert(f.let('S.y^2', y, '*', y), curveAt(f, x));
  return { x, y };
};

/** S + m Q. */
const multiply = (f: Builder, s: Point, q: Point, m: Value): Point => {
  const instance = f.builtin('ec_op', [s.x, s.y, q.x, q.y, m], 7);
  return { x: f.load('product.x', instance, 5), y: f.load('product.y', instance, 6) };
};

/** a + b of two points with different x; equal ones stop the run. */
const add = (f: Builder, a: Point, b: Point): Point => {
  const slope = f.let('slope', f.let('rise', b.y, '-', a.y), '/', f.let('run', b.x, '-', a.x));
  const x = f.let('sum.x', f.let('slope^2 - x', f.let('slope^2', slope, '*', slope), '-', a.x), '-', b.x);
  const y = f.let('sum.y', f.let('slope * run', slope, '*', f.let('run back', b.x, '-', x)), '-', b.y);
  return { x, y };
};

/** T - S, or 0 when that is the neutral element. */
const finish: FunctionSource<'tx' | 'ty' | 'sx' | 'sy', 'finite' | 'x' | 'y'> = {
  name: 'finish',
  parameters: ['tx', 'ty', 'sx', 'sy'],
  results: ['finite', 'x', 'y'],
  body: (f, { tx, ty, sx, sy }) =>
    f.branch(f.let('T.x - S.x', tx, '-', sx), {
      zero: () => {
        f.assert(ty, sy);
        return f.return(0n, 0n, 0n);
      },
      nonzero: () => {
        const { x, y } = add(f, { x: sx, y: f.let('-S.y', sy, '*', -1n) }, { x: tx, y: ty });
        return f.return(1n, x, y);
      },
    }),
};

/** Whether (r, s) signs `hash` under the key with this x coordinate; (r, N - s) does too. Ends the function with 0 wherever the answer is no. */
const checkBody = (f: Builder, { hash, key, r, s }: Readonly<Record<'hash' | 'key' | 'r' | 's', Cell>>): never => {
  const no = (): never => f.return(0n);
  const refuseIfZero = (value: Cell): void => {
    f.branch(value, { nonzero: () => [], zero: no });
  };
  refuseIfZero(s);
  refuseIfZero(f.let('s - N', s, '-', CURVE_ORDER));
  refuseIfZero(f.let('r - N', r, '-', CURVE_ORDER));
  const q = f.keep(f.call(pointFromX, key));
  refuseIfZero(q.exists);
  const nonce = f.keep(f.call(pointFromX, r));
  refuseIfZero(nonce.exists);
  const start = startPoint(f);
  const finished = (point: Point): Readonly<Record<'finite' | 'x' | 'y', Cell>> =>
    f.keep(f.call(finish, point.x, point.y, start.x, start.y));
  const sR = finished(multiply(f, start, { x: r, y: nonce.y }, s));
  refuseIfZero(sR.finite);
  const zG = multiply(f, start, GENERATOR, hash);
  const rQ = finished(multiply(f, start, { x: key, y: q.y }, r));
  refuseIfZero(rQ.finite);
  /** Zero when the sum is the nonce's point or its negative: both have its x. */
  const distance = (sum: Point): Cell => {
    const point = finished(sum);
    const ifFinite = f.let('x - r x - 1', f.let('x - r x', point.x, '-', sR.x), '-', 1n);
    return f.let('distance', f.let('distance - 1', point.finite, '*', ifFinite), '+', 1n);
  };
  const plus = distance(add(f, zG, rQ));
  const minus = distance(add(f, zG, { x: rQ.x, y: f.let('-y', rQ.y, '*', -1n) }));
  return f.branch(f.let('neither', plus, '*', minus), { nonzero: no, zero: () => f.return(1n) });
};

export const checkSignature: FunctionSource<'hash' | 'key' | 'r' | 's', 'valid'> = {
  name: 'check_ecdsa_signature',
  parameters: ['hash', 'key', 'r', 's'],
  results: ['valid'],
  body: checkBody,
};
