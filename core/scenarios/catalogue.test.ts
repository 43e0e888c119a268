import { expect, test } from 'vitest';
import { parseScenario, scenarioName } from './catalogue.ts';
import { findScenario } from './registry.ts';

test.each([
  ['quiet-proposer', 4, { transport: null, isRemote: false, batchers: 1 }],
  ['all-well:7', 7, { transport: null, isRemote: false, batchers: 1 }],
  ['all-well+seed-stream', 4, { transport: 'seed-stream', isRemote: false, batchers: 1 }],
  ['all-well:5+remote+batchers-2', 5, { transport: null, isRemote: true, batchers: 2 }],
] as const)('scenario names: %s is read and written back', (name, validators, options) => {
  const choice = parseScenario(name);
  expect(choice).toMatchObject({ validators, options });
  expect(scenarioName(choice!)).toBe(name);
});

test.each(['all-well+', 'all-well+grpc', 'all-well+batchers-5', 'all-well+batchers-0', `all-well${'+remote'.repeat(20)}`, '+remote'])(
  'scenario names: %s is refused',
  (name) => {
    expect(parseScenario(name)).toBeNull();
  },
);

test('scenario names: options change bridge and batchers of the world, and nothing else', () => {
  const [plain, other] = ['all-well', 'all-well+seed-stream+remote+batchers-3'].map((name) => findScenario(name)!.createWorld(7));
  expect(other!.settings.bridge).toMatchObject({ preset: 'remote', transport: 'seed-stream' });
  expect(other!.batchers.instances).toBe(3);
  expect(other!.overrides).toEqual(['bridge remote', 'bridge seed-stream']);
  const { settings, batchers, overrides } = plain!;
  expect({ ...other!, settings: { ...other!.settings, bridge: settings.bridge }, batchers, overrides }).toEqual(plain);
});
