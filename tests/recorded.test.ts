// What was done by hand, recorded as a scenario, is the same history: equal blocks in equal rounds at equal times.
import { expect, test, vi } from 'vitest';
import { recorded, specOf } from '../app/store/editor.ts';
import { crashOf } from '../core/net/fault-fields.ts';
import { findScenario } from '../core/scenarios/registry.ts';
import { worldOfSpec } from '../core/scenarios/spec-world.ts';
import { CUSTOM_SCENARIO } from '../core/sim/run.ts';
import { toTimeUs, toValidatorIndex } from '../core/types/ids.ts';
import { simulate } from '../scripts/simulate.ts';

vi.mock('../app/store/run.ts', () => ({ run: {}, useRun: {} }));

test('recorded: the scenario does by itself what was done by hand', async () => {
  const interventions = [
    { t: toTimeUs(500_000), kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(0)) },
    { t: toTimeUs(14_000_000), kind: 'fault_off', id: 1_000 },
  ] as const;
  const scenario = findScenario('invalid-proposal')!;
  const spec = recorded((await specOf('invalid-proposal'))!, interventions);
  const options = { seed: 7, heights: 3, placement: 'inline' } as const;
  const own = { name: CUSTOM_SCENARIO, id: CUSTOM_SCENARIO, spec, createWorld: (seed: number) => worldOfSpec(spec, seed) };
  const [byHand, byItself, without] = [
    await simulate({ ...options, scenario, interventions }),
    await simulate({ ...options, scenario: own }),
    await simulate({ ...options, scenario }),
  ];
  expect([byItself.timeUs, byItself.decided]).toEqual([byHand.timeUs, byHand.decided]);
  expect(without.timeUs).not.toBe(byHand.timeUs);
});
