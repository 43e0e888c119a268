// Keeps the shape of the repository: the dependency rule, homes of packages, no async in core, no unlisted folder.
// The tables below are the same as those in the architecture document; a change is made in both.
import { globSync, readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { expect, test } from 'vitest';

const upTo = (...names: readonly string[]): readonly string[] => names.map((n) => `core/${n}`);
const PROTOCOL = upTo(
  'base',
  'crypto',
  'types',
  'log',
  'wire',
  'hashes',
  'trie',
  'state',
  'vm',
  'exec',
  'mempool',
  'gateway',
  'l1',
  'bridge',
  'batcher',
  'consensus',
  'orchestrator',
  'sync',
);
/** The part of the simulator that the page may see: it must not pull the core into the entry chunk. */
const RUN = upTo('sim/run.ts', 'sim/intervention.ts', 'sim/share.ts', 'sim/spec.ts', 'sim/spec-json.ts', 'sim/intervention-json.ts');
const PORTS = ['workers/api.ts', 'workers/rpc.ts', 'workers/port.ts'];
const PAINTER = ['api', 'scene', 'extras', 'sprites', 'shapes', 'quality'].map((part) => `workers/paint-${part}.ts`);
const DRAWING = ['app/ui', 'app/store', 'app/messages', 'core/view', 'core/types'];
/** What can be broken, as data. */
const FAULTS = upTo('net/fault.ts', 'net/fault-fields.ts');
const PANELS = [...DRAWING, ...FAULTS, ...RUN, ...upTo('log', 'inspect/types.ts', 'base/limits.ts', 'base/splice.ts'), 'workers/api.ts'];

/** The one home of the dependency rule: folder or file -> what it may import. Longer keys win. A trailing slash-star means everything below. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'core/base': [],
  'core/crypto': upTo('base'),
  'core/types': upTo('base'),
  'core/log': upTo('base', 'types'),
  'core/wire': upTo('base', 'types'),
  'core/hashes': upTo('base', 'crypto', 'types'),
  'core/trie': upTo('base', 'crypto'),
  'core/state': upTo('base', 'crypto', 'types', 'trie'),
  'core/vm': upTo('base', 'crypto'),
  'core/abi': upTo('base', 'crypto/keccak.ts'),
  'core/exec': upTo('base', 'crypto', 'types', 'hashes', 'state', 'vm'),
  'core/inspect': upTo('base', 'crypto', 'types', 'state', 'vm', 'exec'),
  'core/mempool': upTo('base', 'types', 'hashes'),
  'core/gateway': upTo('base', 'crypto', 'types', 'hashes', 'state', 'exec', 'mempool'),
  'core/l1': upTo('base', 'crypto', 'types'),
  'core/bridge': upTo('base', 'types', 'wire'),
  'core/batcher': upTo('base', 'crypto', 'types', 'hashes', 'state', 'exec', 'mempool', 'l1', 'bridge'),
  'core/consensus': upTo('base', 'types'),
  'core/orchestrator': upTo('base', 'crypto', 'types', 'wire', 'hashes', 'l1', 'bridge', 'consensus'),
  'core/sync': upTo('base', 'types', 'wire'),
  'core/validator': [...PROTOCOL, 'core/net/fault.ts', 'core/net/frame.ts'],
  'core/net': upTo('base', 'types'),
  'core/sim/run.ts': [...upTo('base', 'types', 'net'), ...RUN],
  'core/sim/intervention.ts': [...upTo('base', 'types', 'net'), ...RUN],
  'core/sim/spec.ts': [...upTo('base', 'types', 'net'), ...RUN],
  'core/sim/spec-json.ts': [...upTo('base', 'types', 'net'), ...RUN],
  'core/sim/intervention-json.ts': [...upTo('base', 'types', 'net'), ...RUN],
  'core/sim/share.ts': [...upTo('base', 'types', 'net', 'share/bytes.ts', 'share/interventions.ts'), ...RUN],
  'core/share': [...upTo('base', 'types', 'net', 'log', 'wire', 'view', 'share'), ...RUN],
  'core/sim': [...PROTOCOL, ...upTo('validator', 'net', 'sim')],
  'core/checks': upTo('base', 'types', 'log'),
  // The guards of the rules, to explain them; what they are asked about comes from the log alone.
  'core/view': upTo(
    'base',
    'crypto',
    'types',
    'log',
    'wire',
    'hashes',
    'net/fault.ts',
    'inspect/types.ts',
    'bridge/transports/apollo-json.ts',
    'consensus/rules.ts',
    'consensus/machine-state.ts',
    'consensus/votes.ts',
    'consensus/proposer.ts',
    'consensus/committee.ts',
  ),
  'core/contracts': upTo('base', 'crypto', 'types', 'hashes', 'state', 'vm', 'abi', 'exec', 'sim/engines.ts'),
  'core/scenarios/catalogue.ts': [],
  'core/scenarios': upTo('base', 'types', 'net', 'sim', 'scenarios'),
  'workers/api.ts': upTo('types', 'log', 'sim', 'inspect/types.ts'),
  'workers/rpc.ts': ['workers/api.ts'],
  'workers/port.ts': ['workers/api.ts'],
  'workers/spawn.ts': [...PORTS, ...RUN, ...upTo('types'), 'workers/mesh.ts'],
  'workers/spawn-replay.ts': [...PORTS, ...RUN],
  'workers/spawn-inspect.ts': [...PORTS, ...RUN],
  'workers/spawn-contracts.ts': ['workers/contracts-api.ts', 'workers/port.ts'],
  'workers/paint.ts': [...PAINTER],
  'workers/paint-scene.ts': [...upTo('view'), ...PAINTER],
  'workers/paint-extras.ts': [...upTo('view'), ...PAINTER],
  'workers/paint-sprites.ts': [...PAINTER],
  'workers/paint-shapes.ts': [...PAINTER],
  'workers/paint-quality.ts': [],
  'workers/spawn-paint.ts': ['workers/paint-api.ts'],
  'workers/service-worker.ts': [],
  workers: ['core/*', 'workers'],
  scripts: ['core/*', 'workers/*', 'app/messages', 'bench'],
  bench: ['core/*', 'workers/*', 'scripts/browser.ts', 'scripts/node-cairo.ts', 'scripts/node-kernel.ts', 'scripts/serve.ts'],
  'app/ui': [],
  'app/store': [
    ...upTo(
      'view',
      'types',
      'log',
      'hashes',
      'scenarios/catalogue.ts',
      'base/limits.ts',
      'base/result.ts',
      'base/shape.ts',
      'base/digest.ts',
      'base/hex.ts',
      'base/utf8.ts',
    ),
    // On demand only (editor.ts): what the scenarios are made of.
    ...upTo('scenarios/registry.ts', 'scenarios/spec-world.ts'),
    ...RUN,
    ...FAULTS,
    ...upTo('share'),
    'workers/api.ts',
    'workers/rpc.ts',
    'workers/spawn.ts',
    'workers/spawn-replay.ts',
    'workers/spawn-inspect.ts',
    'workers/spawn-contracts.ts',
    'workers/contracts-api.ts',
    ...upTo('abi', 'contracts/read-class.ts', 'contracts/deploy-call.ts'),
    ...upTo('inspect/types.ts'),
    'app/messages',
  ],
  'app/stage': [...DRAWING, ...upTo('net/fault.ts', 'net/fault-fields.ts'), ...PAINTER, 'workers/spawn-paint.ts', 'workers/mesh.ts'],
  'app/share': [...DRAWING, ...RUN, ...upTo('share', 'log', 'base/limits.ts', 'scenarios/catalogue.ts')],
  'app/timeline': DRAWING,
  'app/diagram': DRAWING,
  'app/panels': PANELS,
  'app/panels/contracts': [...PANELS, ...upTo('abi', 'contracts/read-class.ts', 'contracts/deploy-call.ts'), 'app/panels/transactions'],
  'app/lessons': ['app/ui', 'app/store', ...upTo('scenarios/catalogue.ts', 'log')],
  'app/gallery': [...DRAWING, ...upTo('scenarios/catalogue.ts'), 'app/editor/read-spec.ts'],
  'app/editor': [...DRAWING, ...FAULTS, ...RUN, ...upTo('base/limits.ts', 'scenarios/catalogue.ts'), 'app/panels/faults'],
  'app/messages': [...FAULTS, ...upTo('view', 'log', 'types', 'sim/intervention.ts')],
  'app/shell': ['app/*', ...upTo('view', 'types', 'base/limits.ts', 'scenarios/catalogue.ts', 'net/fault-fields.ts'), 'workers/api.ts'],
};

/** Package -> the only folders or files that may import it. In core and workers a package without a row is refused. */
const PACKAGE_HOMES: Readonly<Record<string, readonly string[]>> = {
  '@noble/hashes': upTo('base', 'crypto'),
  protobufjs: upTo('wire'),
  fflate: ['core/sim/share.ts'],
  comlink: ['workers/rpc.ts'],
  'workbox-precaching': ['workers/service-worker.ts'],
  'node:worker_threads': ['workers/port.ts', 'scripts'],
  react: ['app'],
  'react-dom': ['app'],
  zustand: ['app/store'],
  '@xyflow/react': ['app/stage/rf-adapter.tsx'],
  starknet: ['app'],
  uqr: ['app/share'],
};

const layersLongestFirst = Object.keys(MAY_IMPORT).toSorted((a, b) => b.length - a.length);
const layerOf = (file: string): string => layersLongestFirst.find((l) => file === l || file.startsWith(`${l}/`)) ?? `unlisted: ${file}`;
/** Panels are siblings that must not know each other: their unit is the second folder. */
const unitOf = (file: string): string => (layerOf(file) === 'app/panels' ? file.split('/').slice(0, 3).join('/') : layerOf(file));
const allows = (rule: string, target: string): boolean =>
  rule.endsWith('/*') ? target.startsWith(rule.slice(0, -1)) : target === rule || target.startsWith(`${rule}/`);

const sources = (): readonly string[] =>
  globSync('{app,workers,core,scripts,bench}/**/*.{ts,tsx}', { exclude: (f) => f.endsWith('.test.ts') || f.endsWith('.test.tsx') });

/** Everything a file imports, static or dynamic, as written. */
const importsOf = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
/** 'a/b/c.js' -> 'a', '@a/b/c.js' -> '@a/b'. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const followsRule = (file: string, target: string): boolean =>
  unitOf(target) === unitOf(file) || (MAY_IMPORT[layerOf(file)] ?? []).some((rule) => allows(rule, target));
const isAtHome = (file: string, name: string): boolean => {
  const homes = PACKAGE_HOMES[name];
  return homes === undefined ? !/^(?:core|workers)\//.test(file) : homes.some((rule) => allows(rule, file));
};

test('tidy: every import follows the dependency rule', () => {
  const broken = sources().flatMap((file) =>
    importsOf(file)
      .filter((s) => s.startsWith('.'))
      .map((s) => normalize(`${dirname(file)}/${s}`))
      .filter((target) => !followsRule(file, target))
      .map((target) => `${file} -> ${target}`),
  );
  expect(broken).toEqual([]);
});

test('tidy: every package is imported only where it lives', () => {
  const broken = sources().flatMap((file) =>
    importsOf(file)
      .filter((s) => !s.startsWith('.') && !isAtHome(file, packageOf(s)))
      .map((s) => `${file} -> ${s}`),
  );
  expect(broken).toEqual([]);
});

test('tidy: both rules can fail', () => {
  expect(followsRule('core/consensus/height.ts', 'core/batcher/batcher.ts')).toBe(false);
  expect(followsRule('app/store/runs.ts', 'core/sim/cluster.ts')).toBe(false);
  expect(followsRule('core/scenarios/catalogue.ts', 'core/sim/run.ts')).toBe(false);
  expect(isAtHome('core/view/hex.ts', 'protobufjs')).toBe(false);
  expect(isAtHome('workers/api.ts', 'comlink')).toBe(false);
  expect(isAtHome('core/crypto/ecdsa.ts', '@scure/starknet')).toBe(false);
  expect(isAtHome('core/log/event.ts', 'lodash')).toBe(false);
});

test('tidy: every source file lies in a listed folder', () => {
  expect(sources().filter((f) => layerOf(f).startsWith('unlisted'))).toEqual([]);
});

test('tidy: core has no async function, no await and no promise', () => {
  const broken = sources().filter(
    (f) => f.startsWith('core/') && /^(?!\s*(?:\/\/|\*)).*\b(?:async|await|Promise)\b/m.test(readFileSync(f, 'utf8')),
  );
  expect(broken).toEqual([]);
});
