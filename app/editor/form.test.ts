// The form writes the JSON that the schema takes, and shows what stands in it.
import { expect, test } from 'vitest';
import { CALM_SPEC } from '../../core/scenarios/spec-world.ts';
import { specFromJson, specToJson } from '../../core/sim/spec-json.ts';
import { toValidatorIndex } from '../../core/types/ids.ts';
import { enMore } from '../messages/more/en.ts';
import { GROUPS, fieldName, shownOf } from './fields.ts';
import { withField } from './form.tsx';
import { withFault, without } from './happenings.tsx';

const FIELDS = Object.values(GROUPS).flat();
const calm = specToJson(CALM_SPEC);
const named = (name: string): (typeof FIELDS)[number] => FIELDS.find((field) => fieldName(field) === name)!;

test('form: every field has a name in the catalogue', () => {
  const keys: readonly string[] = Object.keys(enMore);
  expect(FIELDS.map((field) => `spec.${fieldName(field)}`).filter((key) => !keys.includes(key))).toEqual([]);
  const spoken = FIELDS.flatMap(({ choices }) =>
    choices.filter(({ json }) => typeof json !== 'string').map(({ value }) => `choice.${value}`),
  );
  expect(spoken.filter((key) => !keys.includes(key))).toEqual([]);
});

test('form: typing what is shown changes nothing', () => {
  for (const field of FIELDS) expect(specFromJson(withField(calm, field, shownOf(field, calm)))).toEqual({ ok: true, value: CALM_SPEC });
});

test.each([
  ['title', 'Mine', { title: 'Mine' }],
  ['validators', '7', { validators: 7 }],
  ['links.latencyUsMin', '50.5', { links: { latencyUsMin: 50_500, latencyUsMax: 80_000 } }],
  ['weights', '3, 1,1,1', { weights: [3, 1, 1, 1] }],
  ['l1BaseFeeSlopeWei', '-1000000000000', { l1BaseFeeSlopeWei: -1_000_000_000_000n }],
  ['l1DelayUs', '0, 90000', { l1DelayUs: [0, 90_000_000] }],
  ['engine', 'cairo', { engine: 'cairo', engines: [] }],
  ['engines', 'native, native', { engines: ['native', 'native'] }],
  ['followers', 'both', { followers: ['state_diffs', 're_execute'] }],
  ['bridge.transport', 'seed-stream', { bridge: { preset: 'local', transport: 'seed-stream' } }],
])('form: %s becomes JSON', (name, text, changed) => {
  expect(specFromJson(withField(calm, named(name), text))).toMatchObject({ ok: true, value: changed });
});

test('form: a timeout is whole or absent', () => {
  const set = withField(calm, named('settings.timeouts.propose.baseUs'), '1700');
  expect(specFromJson(set)).toMatchObject({
    ok: true,
    value: { settings: { timeouts: { propose: { baseUs: 1_700_000 }, prevote: null } } },
  });
  expect(specFromJson(withField(set, named('settings.timeouts.propose.deltaUs'), ''))).toEqual({ ok: true, value: CALM_SPEC });
});

test.each([
  ['validators', 'many', 'validators'],
  ['validators', '101', 'validators'],
  ['links.latencyUsMax', '1', 'links.latencyUsMax'],
  ['weights', '1,x', 'weights[1]'],
  ['engines', 'native, cairo', 'engines[1]'],
  ['l1BaseFeeSlopeWei', '1.5', 'l1BaseFeeSlopeWei'],
  ['traffic.everyUs', '-1', 'traffic.everyUs'],
])('form: %s does not become %s', (name, text, at) => {
  expect(specFromJson(withField(calm, named(name), text))).toEqual({ ok: false, error: { code: 'WrongShape', at } });
});

test('form: a fault is added with its end in order of time, and goes with it', () => {
  const fault = { kind: 'pause', validator: toValidatorIndex(1) } as const;
  const first = withFault(CALM_SPEC, fault, { fromUs: 5_000_000, untilUs: 9_000_000 });
  const both = withFault(first, fault, { fromUs: 1_000_000, untilUs: null });
  expect(both.interventions.map(({ t, kind }) => [t, kind])).toEqual([
    [1_000_000, 'fault_on'],
    [5_000_000, 'fault_on'],
    [9_000_000, 'fault_off'],
  ]);
  expect(specFromJson(specToJson(both)).ok).toBe(true);
  expect(without(both, 1).interventions).toHaveLength(1);
  expect(without(both, 2).interventions).toHaveLength(2);
});
