// All hints by name: the core hints of Cairo 1 and the deprecated ones. Source: execution.md 3.1 and 3.2.
import { type HintDefinition, defineIdle } from './definition.ts';
import { DICT_HINTS } from './dicts.ts';
import { MEMORY_HINTS } from './memory.ts';
import { MODULAR_HINTS } from './modular.ts';
import { NUMBER_HINTS } from './numbers.ts';

/** Checks of the compiler's own debugging, without effect. */
const IDLE_HINTS = {
  AssertCurrentAccessIndicesIsEmpty: defineIdle({}),
  AssertAllAccessesUsed: defineIdle({ n_used_accesses: 'unused_cell' }),
  AssertAllKeysUsed: defineIdle({}),
  AssertLeAssertThirdArcExcluded: defineIdle({}),
  AssertLtAssertValidInput: defineIdle({ a: 'unused', b: 'unused' }),
};

export const HINTS: ReadonlyMap<string, HintDefinition> = new Map<string, HintDefinition>(
  Object.entries({ ...NUMBER_HINTS, ...MEMORY_HINTS, ...DICT_HINTS, ...MODULAR_HINTS, ...IDLE_HINTS }),
);
