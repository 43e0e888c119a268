// The probe's entry points that use one builtin each. Source: execution.md 4 (builtins), 3.3 (circuits).
import { felt } from '../asm/codecs.ts';
import { type EntrySource, view } from '../asm/contract.ts';
import type { BuiltinName } from '../../core/vm/builtins/names.ts';
import { circuit } from './probe-circuit.ts';
import { dictionary } from './probe-dictionary.ts';

type Shape = { readonly builtin: BuiltinName; readonly inputs: readonly string[]; readonly outputs: number };

/** Felts into one instance, the instance's other cells out. */
const instance = (name: string, { builtin, inputs, outputs }: Shape): EntrySource =>
  view({
    names: [name],
    inputs: Object.fromEntries(inputs.map((input) => [input, felt])),
    outputs: Array.from({ length: outputs }, () => felt),
    body: (f, values) => {
      const cells = f.builtin(
        builtin,
        inputs.map((input) => values[input] ?? 0n),
        inputs.length + outputs,
      );
      return Array.from({ length: outputs }, (_, i) => f.load(`output ${i}`, cells, inputs.length + i));
    },
  });

export const PROBED_BUILTINS: readonly EntrySource[] = [
  instance('pedersen', { builtin: 'pedersen', inputs: ['a', 'b'], outputs: 1 }),
  instance('poseidon', { builtin: 'poseidon', inputs: ['a', 'b', 'c'], outputs: 3 }),
  instance('bitwise', { builtin: 'bitwise', inputs: ['a', 'b'], outputs: 3 }),
  instance('ec_op', { builtin: 'ec_op', inputs: ['px', 'py', 'qx', 'qy', 'm'], outputs: 2 }),
  instance('range_check', { builtin: 'range_check', inputs: ['value'], outputs: 0 }),
  instance('range_check96', { builtin: 'range_check96', inputs: ['value'], outputs: 0 }),
  circuit,
  dictionary,
];
