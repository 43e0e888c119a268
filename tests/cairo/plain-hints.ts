// Hints of the plain machine: those that our own contracts use. Source: execution.md 3.1.
import { toFelt } from '../../core/base/felt.ts';
import { CURVE_B } from '../../core/crypto/parameters.ts';
import type { HintContext, Tools } from './plain-context.ts';
import { DICT_HINTS } from './plain-dict-hints.ts';
import { type Address, addressIn, Fault, feltIn, isAddress, mod, moved, type PlainCell } from './plain-memory.ts';

type Ref = { readonly register: string; readonly offset: number };
type Operand =
  | { readonly Deref: Ref }
  | { readonly Immediate: string }
  | { readonly BinOp: { readonly op: string; readonly a: Ref; readonly b: Operand } };
type Fields = Readonly<Record<string, Operand & Ref>>;

const at = (context: HintContext, ref: Ref): Address => context.address(ref.register, ref.offset);

const operand = (context: HintContext, value: Operand): PlainCell => {
  if ('Immediate' in value) return mod(BigInt(value.Immediate));
  if ('Deref' in value) {
    const cell = context.memory.get(at(context, value.Deref));
    if (cell === undefined) throw new Fault('a hint reads an unset cell');
    return cell;
  }
  const a = operand(context, { Deref: value.BinOp.a });
  const b = feltIn(operand(context, value.BinOp.b), 'a sum in a hint');
  if (isAddress(a)) return moved(a, Number(b));
  return mod(value.BinOp.op === 'Add' ? a + b : a * b);
};

export const runHint = (context: HintContext, hint: unknown): void => {
  const [[name, json]] = Object.entries(hint as Record<string, Fields>) as [[string, Fields]];
  const field = (key: string): Operand & Ref => {
    const value = json[key];
    if (value === undefined) throw new Fault(`${name}: no field ${key}`);
    return value;
  };
  const felt = (key: string): bigint => feltIn(operand(context, field(key)), `${name}.${key}`);
  const any = (key: string): PlainCell => operand(context, field(key));
  const write = (key: string, value: PlainCell): void => context.write(at(context, field(key)), value, name);
  const run = HINTS[name] ?? DICT_HINTS[name];
  if (run === undefined) throw new Fault(`the plain machine does not know ${name}`);
  run({ context, felt, any, write });
};

/** Any point of the curve serves: here a public key that signs nothing in the tests. */
export const START_X = 0xc6c2f7833f681c8fe001533e99571f6ff8dec59268792a429a14b5b252f1adn;

const bit = (value: boolean): bigint => (value ? 1n : 0n);

const HINTS: Readonly<Record<string, (tools: Tools) => void>> = {
  AllocSegment: ({ context, write }) => write('dst', context.memory.segment()),
  TestLessThan: ({ felt, write }) => write('dst', bit(felt('lhs') < felt('rhs'))),
  TestLessThanOrEqual: ({ felt, write }) => write('dst', bit(felt('lhs') <= felt('rhs'))),
  DivMod: ({ felt, write }) => {
    write('quotient', felt('lhs') / felt('rhs'));
    write('remainder', felt('lhs') % felt('rhs'));
  },
  LinearSplit: ({ felt, write }) => {
    const quotient = felt('value') / felt('scalar');
    const x = quotient < felt('max_x') ? quotient : felt('max_x');
    write('x', x);
    write('y', mod(felt('value') - x * felt('scalar')));
  },
  RandomEcPoint: ({ context, write }) => {
    write('x', START_X);
    write('y', context.kernel.fieldSqrt(toFelt(mod(START_X ** 3n + START_X + CURVE_B))));
  },
  FieldSqrt: ({ context, felt, write }) => write('sqrt', context.kernel.fieldSqrt(toFelt(felt('val')))),
  Uint256DivMod: ({ felt, write }) => {
    const dividend = felt('dividend0') + (felt('dividend1') << 128n);
    const divisor = felt('divisor0') + (felt('divisor1') << 128n);
    const low = (value: bigint): bigint => value % (1n << 128n);
    write('quotient0', low(dividend / divisor));
    write('quotient1', (dividend / divisor) >> 128n);
    write('remainder0', low(dividend % divisor));
    write('remainder1', (dividend % divisor) >> 128n);
  },
  SystemCall: ({ context, any }) => {
    addressIn(any('system'), 'SystemCall');
    context.syscall();
  },
};
