// A scenario from a file, as the editor of the page saves it: the same checks, one line with the place when it is refused.
import { readFileSync, statSync } from 'node:fs';
import { SPEC_CHARACTERS_MAX } from '../core/base/limits.ts';
import { worldOfSpec } from '../core/scenarios/spec-world.ts';
import { CUSTOM_SCENARIO } from '../core/sim/run.ts';
import { specFromJson } from '../core/sim/spec-json.ts';
import { UsageError } from './command.ts';
import type { SimOptions } from './simulate.ts';

const readJson = (path: string): unknown => {
  const refuse = (why: string): never => {
    throw new UsageError(`--spec ${path.slice(0, 200)}: ${why}`);
  };
  try {
    if (statSync(path).size > SPEC_CHARACTERS_MAX) return refuse(`a scenario has at most ${SPEC_CHARACTERS_MAX} characters`);
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return refuse(error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : 'cannot be read');
  }
};

/** The scenario of a file, ready to run. Throws UsageError with the place of what is wrong. */
export const readSpecFile = (path: string): SimOptions['scenario'] => {
  const read = specFromJson(readJson(path));
  if (!read.ok)
    throw new UsageError(
      `--spec ${path.slice(0, 200)}: ${read.error.at === '' ? 'the whole' : read.error.at} is unknown, missing, or not a value that it may have`,
    );
  const spec = read.value;
  return { name: CUSTOM_SCENARIO, id: CUSTOM_SCENARIO, spec, createWorld: (seed) => worldOfSpec(spec, seed) };
};
