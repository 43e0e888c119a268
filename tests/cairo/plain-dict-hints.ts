// Hints of dictionaries and of circuits for the plain machine. Source: execution.md 3.1, 3.3. Circuits: one gate of each kind, the addition first.
import type { DictState, Tools } from './plain-context.ts';
import { type Address, addressIn, Fault, feltIn, moved, type PlainCell, type WorldMemory } from './plain-memory.ts';

export const emptyDictState = (): DictState => ({ values: new Map(), keys: [], accesses: new Map() });

const dictOf = (state: DictState, { segment }: Address): Map<bigint, PlainCell> => {
  const dict = state.values.get(segment);
  if (dict === undefined) throw new Fault('no dictionary there');
  return dict;
};
const currentKey = ({ keys }: DictState): bigint => {
  const key = keys.at(-1);
  if (key === undefined) throw new Fault('no key is left');
  return key;
};
const currentAccesses = (state: DictState): number[] => state.accesses.get(currentKey(state)) ?? [];
const last = (indices: readonly number[]): number => {
  const index = indices.at(-1);
  if (index === undefined) throw new Fault('no access is left');
  return index;
};

const BITS = 96n;
const NUMBER = 4;
const numberAt = (memory: WorldMemory, at: Address): bigint =>
  Array.from({ length: NUMBER }, (_, i) => feltIn(memory.get(moved(at, i)), 'a limb') << (BITS * BigInt(i))).reduce(
    (sum, limb) => sum + limb,
    0n,
  );

/** Values of a gate: left, right and where the output lies. */
const gateOf = (memory: WorldMemory, builtin: Address) => {
  const values = addressIn(memory.get(moved(builtin, 4)), 'values');
  const offsets = addressIn(memory.get(moved(builtin, 5)), 'offsets');
  const at = (i: number): Address => moved(values, Number(feltIn(memory.get(moved(offsets, i)), 'an offset')));
  return { modulus: numberAt(memory, builtin), left: () => numberAt(memory, at(0)), right: () => numberAt(memory, at(1)), output: at(2) };
};

/** Whether the instance at `builtin` holds. */
export const gateHolds = (memory: WorldMemory, builtin: Address, op: 'add' | 'mul'): boolean => {
  const { modulus, left, right, output } = gateOf(memory, builtin);
  const result = op === 'add' ? left() + right() : left() * right();
  return (result - numberAt(memory, output)) % modulus === 0n;
};

export const DICT_HINTS: Readonly<Record<string, (tools: Tools) => void>> = {
  AllocFelt252Dict: ({ context, any }) => {
    const arena = addressIn(any('segment_arena_ptr'), 'the arena');
    const infos = addressIn(context.memory.get(moved(arena, -3)), 'infos');
    const count = Number(feltIn(context.memory.get(moved(arena, -2)), 'number of dictionaries'));
    const dict = context.memory.segment();
    context.dicts.values.set(dict.segment, new Map());
    context.write(moved(infos, 3 * count), dict, 'AllocFelt252Dict');
  },
  Felt252DictEntryInit: ({ context, any, felt }) => {
    const at = addressIn(any('dict_ptr'), 'a dictionary');
    context.write(moved(at, 1), dictOf(context.dicts, at).get(felt('key')) ?? 0n, 'Felt252DictEntryInit');
  },
  Felt252DictEntryUpdate: ({ context, any }) => {
    const at = addressIn(any('dict_ptr'), 'a dictionary');
    dictOf(context.dicts, at).set(feltIn(context.memory.get(moved(at, -3)), 'a key'), any('value'));
  },
  InitSquashData: ({ context, any, felt, write }) => {
    const at = addressIn(any('dict_accesses'), 'accesses');
    const { dicts } = context;
    dicts.accesses.clear();
    for (let i = Number(felt('n_accesses')) - 1; i >= 0; i--) {
      const key = feltIn(context.memory.get(moved(at, 3 * i)), 'a key');
      dicts.accesses.set(key, [...(dicts.accesses.get(key) ?? []), i]);
    }
    dicts.keys = [...dicts.accesses.keys()].toSorted((a, b) => (a < b ? 1 : -1));
    write('big_keys', (dicts.keys[0] ?? 0n) < 1n << 128n ? 0n : 1n);
    write('first_key', currentKey(dicts));
  },
  GetCurrentAccessIndex: ({ context, any }) => {
    context.write(addressIn(any('range_check_ptr'), 'range checks'), BigInt(last(currentAccesses(context.dicts))), 'GetCurrentAccessIndex');
  },
  ShouldSkipSquashLoop: ({ context, write }) => write('should_skip_loop', currentAccesses(context.dicts).length > 1 ? 0n : 1n),
  GetCurrentAccessDelta: ({ context, write }) => {
    const accesses = currentAccesses(context.dicts);
    const popped = last(accesses);
    accesses.pop();
    write('index_delta_minus1', BigInt(last(accesses) - popped - 1));
  },
  ShouldContinueSquashLoop: ({ context, write }) => write('should_continue', currentAccesses(context.dicts).length > 1 ? 1n : 0n),
  GetNextDictKey: ({ context, write }) => {
    context.dicts.keys.pop();
    write('next_key', currentKey(context.dicts));
  },
  EvalCircuit: ({ context, any }) => {
    const put = (at: Address, value: bigint): void => {
      for (let i = 0; i < NUMBER; i++) context.write(moved(at, i), (value >> (BITS * BigInt(i))) % (1n << BITS), 'EvalCircuit');
    };
    const add = gateOf(context.memory, addressIn(any('add_mod_builtin'), 'add_mod'));
    put(add.output, (add.left() + add.right()) % add.modulus);
    const mul = gateOf(context.memory, addressIn(any('mul_mod_builtin'), 'mul_mod'));
    put(mul.output, (mul.left() * mul.right()) % mul.modulus);
  },
};
