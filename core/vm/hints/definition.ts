// How a hint is declared: the names of its operands, how it reads each, and what it does with them.
import type { Hint } from './hint.ts';
import { type Operand, type OperandKind, operandOf } from './operand.ts';
import { fieldsOf } from '../../base/shape.ts';

type Kinds = Readonly<Record<string, OperandKind>>;
type OperandsOf<K extends Kinds> = { readonly [Name in keyof K]: Operand[K[Name]] };

/** Makes a hint of its JSON operands; refuses a malformed one with its place. */
export type HintDefinition = (json: unknown, at: string) => Hint;

/** `compile` gets the operands as functions, once per hint of a class. */
export const defineHint =
  <const K extends Kinds>(kinds: K, compile: (operands: OperandsOf<K>) => Hint): HintDefinition =>
  (json, at) => {
    const names = Object.keys(kinds);
    const fields = fieldsOf(json, at, names);
    const operands = names.map((name) => [name, operandOf(fields[name], `${at}.${name}`, kinds[name] ?? 'unused')] as const);
    return compile(Object.fromEntries(operands) as unknown as OperandsOf<K>);
  };

/** A hint that does nothing, with operands that are only checked. */
export const defineIdle = (kinds: Kinds): HintDefinition => defineHint(kinds, () => () => undefined);
