// Law: which engine a validator runs decides nothing: a run on the Cairo VM, or on both engines in one network, has the fingerprint that is pinned for the
// native engine. Scenarios with transfers, with deposits from L1, and with proposals that are executed late or not at all.
import { expect, test } from 'vitest';
import { findScenario } from '../../core/scenarios/registry.ts';
import type { Scenario } from '../../core/scenarios/scenario.ts';
import { type ScenarioId } from '../../core/scenarios/catalogue.ts';
import { worldOfSpec } from '../../core/scenarios/spec-world.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { simulate } from '../../scripts/simulate.ts';
import { PINNED, PINNED_HEIGHT } from '../fingerprints.ts';

const CAIRO = { engine: 'cairo', engines: [] } as const;
const BOTH = { engine: 'native', engines: ['cairo', 'native', 'cairo'] } as const;

const withEngines = ({ id, spec }: Scenario, engines: Pick<ScenarioSpec, 'engine' | 'engines'>) => {
  const changed = { ...spec, ...engines };
  return { name: id, id, spec: changed, createWorld: (seed: number) => worldOfSpec(changed, seed) };
};

test.each<[ScenarioId, string, Pick<ScenarioSpec, 'engine' | 'engines'>]>([
  ['all-well', 'the Cairo VM', CAIRO],
  ['all-well', 'both engines', BOTH],
  ['l1-views', 'the Cairo VM', CAIRO],
  ['one-transaction-too-many', 'the Cairo VM', CAIRO],
  ['full-nodes', 'both engines', BOTH],
])(
  'same run: %s on %s has the fingerprint of the native engine',
  async (id, _, engines) => {
    const scenario = withEngines(findScenario(id)!, engines);
    const { timeUs, fingerprint, violations } = await simulate({ scenario, seed: 7, heights: PINNED_HEIGHT, placement: 'inline' });
    const pinned = PINNED[id];
    expect({ timeUs, fingerprint, red: violations.map(({ check }) => check) }).toEqual({
      timeUs: pinned.timeUs,
      fingerprint: pinned.fingerprint,
      red: pinned.red ?? [],
    });
  },
  60_000,
);
