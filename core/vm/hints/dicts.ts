// Hints of dictionaries: allocation, entries, and squashing. Source: execution.md 3.1 and 3.2, casm_run/dict_manager.rs. Dictionaries get ordinary
// segments. What makes the Rust code panic is a hint error here.
import { type Cell, type Pointer, segmentOf } from '../cell.ts';
import { hintFault } from '../fault.ts';
import { addToPointer, movePointer, mulFelts } from '../arithmetic.ts';
import { type HintDefinition, defineHint } from './definition.ts';
import type { DictTracker, HintContext, Squash } from './hint.ts';
import { compareCells } from './order.ts';

/** Cells of one dictionary access: key, previous value, new value. */
const ACCESS_CELLS = 3;
/** Keys from here on need a full comparison in the squash code. */
const BIG_KEY: bigint = 1n << 128n;

const trackerOf = (run: HintContext, dict: Pointer): DictTracker => {
  const tracker = run.hintState.dicts.get(segmentOf(dict));
  if (tracker === undefined) throw hintFault('The given value does not point to a known dictionary.');
  return tracker;
};

const valueAt = (run: HintContext, dict: Pointer, key: Cell): Cell => trackerOf(run, dict).values.get(key) ?? 0;

const squashOf = (run: HintContext): Squash => {
  const { squash } = run.hintState;
  if (squash === null) throw hintFault('Squashing a dictionary that was not prepared.');
  return squash;
};

/** The access indices of the current key. */
const currentAccesses = (run: HintContext): number[] => {
  const { keys, accesses } = squashOf(run);
  const key = keys.at(-1);
  const indices = key === undefined ? undefined : accesses.get(key);
  if (indices === undefined) throw hintFault('Failed to get current key');
  return indices;
};

const lastIndex = (indices: readonly number[]): number => {
  const index = indices.at(-1);
  if (index === undefined) throw hintFault('No more accesses of the current key.');
  return index;
};

const prepareSquash = (run: HintContext, first: Pointer, count: number): Squash => {
  const accesses = new Map<Cell, number[]>();
  for (let i = 0; i < count; i++) {
    const key = run.memory.cellAt(movePointer(first, ACCESS_CELLS * i));
    const indices = accesses.get(key);
    if (indices === undefined) accesses.set(key, [i]);
    else indices.push(i);
  }
  for (const indices of accesses.values()) indices.reverse();
  return { accesses, keys: [...accesses.keys()].toSorted((a, b) => compareCells(b, a)) };
};

const initSquash = (run: HintContext, first: Pointer, count: Cell): Squash => {
  if (typeof count === 'bigint') throw hintFault('Number of accesses is too large or negative.');
  run.takeUnits(count);
  const squash = prepareSquash(run, first, count);
  run.hintState.squash = squash;
  return squash;
};

const currentKey = (squash: Squash): Cell => {
  const key = squash.keys.at(-1);
  if (key === undefined) throw hintFault('Failed to get current key');
  return key;
};

export const DICT_HINTS: Readonly<Record<string, HintDefinition>> = {
  AllocFelt252Dict: defineHint({ segment_arena_ptr: 'buffer' }, (o) => (run) => {
    const { memory, hintState } = run;
    const arena = o.segment_arena_ptr(run);
    const count = memory.cellAt(movePointer(arena, -2));
    const infos = memory.pointerAt(movePointer(arena, -3));
    const dict = memory.addSegment();
    hintState.dicts.set(segmentOf(dict), { index: hintState.dicts.size, values: new Map() });
    memory.set(addToPointer(infos, mulFelts(count, 3)), dict);
  }),
  Felt252DictEntryInit: defineHint({ dict_ptr: 'buffer', key: 'val' }, (o) => (run) => {
    const dict = o.dict_ptr(run);
    run.memory.set(movePointer(dict, 1), valueAt(run, dict, o.key(run)));
  }),
  Felt252DictEntryUpdate: defineHint({ dict_ptr: 'buffer', value: 'any' }, (o) => (run) => {
    const dict = o.dict_ptr(run);
    const key = run.memory.cellAt(movePointer(dict, -ACCESS_CELLS));
    const value = o.value(run);
    trackerOf(run, dict).values.set(key, value);
  }),
  GetSegmentArenaIndex: defineHint({ dict_end_ptr: 'buffer', dict_index: 'cell' }, (o) => (run) => {
    o.dict_index(run, trackerOf(run, o.dict_end_ptr(run)).index);
  }),
  InitSquashData: defineHint(
    { dict_accesses: 'buffer', ptr_diff: 'unused', n_accesses: 'val', big_keys: 'cell', first_key: 'cell' },
    (o) => (run) => {
      const squash = initSquash(run, o.dict_accesses(run), o.n_accesses(run));
      const [largest] = squash.keys;
      if (largest === undefined) throw hintFault('Failed to get current key');
      o.big_keys(run, largest < BIG_KEY ? 0 : 1);
      o.first_key(run, currentKey(squash));
    },
  ),
  GetCurrentAccessIndex: defineHint({ range_check_ptr: 'buffer' }, (o) => (run) => {
    run.memory.set(o.range_check_ptr(run), lastIndex(currentAccesses(run)));
  }),
  ShouldSkipSquashLoop: defineHint({ should_skip_loop: 'cell' }, (o) => (run) => {
    o.should_skip_loop(run, currentAccesses(run).length > 1 ? 0 : 1);
  }),
  GetCurrentAccessDelta: defineHint({ index_delta_minus1: 'cell' }, (o) => (run) => {
    const indices = currentAccesses(run);
    const previous = lastIndex(indices);
    indices.pop();
    // The list runs backwards, so that the difference is at least 1.
    o.index_delta_minus1(run, lastIndex(indices) - previous - 1);
  }),
  ShouldContinueSquashLoop: defineHint({ should_continue: 'cell' }, (o) => (run) => {
    o.should_continue(run, currentAccesses(run).length > 1 ? 1 : 0);
  }),
  GetNextDictKey: defineHint({ next_key: 'cell' }, (o) => (run) => {
    const squash = squashOf(run);
    if (currentAccesses(run).length !== 1) throw hintFault('Key popped but not all accesses were processed.');
    squash.accesses.delete(currentKey(squash));
    squash.keys.pop();
    o.next_key(run, currentKey(squash));
  }),
  Felt252DictRead: defineHint({ dict_ptr: 'buffer', key: 'val', value_dst: 'cell' }, (o) => (run) => {
    o.value_dst(run, valueAt(run, o.dict_ptr(run), o.key(run)));
  }),
  Felt252DictWrite: defineHint({ dict_ptr: 'buffer', key: 'val', value: 'any' }, (o) => (run) => {
    const dict = o.dict_ptr(run);
    const key = o.key(run);
    const value = o.value(run);
    run.memory.set(movePointer(dict, 1), valueAt(run, dict, key));
    trackerOf(run, dict).values.set(key, value);
  }),
};
