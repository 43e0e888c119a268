// Goal: the stage's bundle is without what React Flow brings for others, and everything that the stage takes from it is there. Method: bundle what
// app/stage/rf-adapter.tsx imports, with the plugin and without; the camera's motion itself is seen by tests/e2e.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Plugin, type Rolldown, build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { PURE_FUNCTIONS, slimFlow } from './slim-flow.ts';

const IMPORT = /^import \{([^}]*)\} from '@xyflow\/react';/m;
const NEEDLESS = /minimap-mask|controls-zoomin|background-pattern|aliceblue|skewX/g;

let folder: string;
let taken: readonly string[];

const bundle = async (plugins: Plugin[], treeshake: Rolldown.TreeshakingOptions): Promise<string> => {
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, `export { ${taken.join(', ')} } from '${join(process.cwd(), 'node_modules/@xyflow/react/dist/esm/index.js')}';`);
  const made = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins,
    build: {
      write: false,
      minify: true,
      lib: { entry, formats: ['es'], fileName: 'flow' },
      rolldownOptions: { external: /^react(?:-dom)?(?:\/|$)/, treeshake },
    },
  })) as readonly Rolldown.RolldownOutput[] | Rolldown.RolldownOutput;
  return [made]
    .flat()
    .flatMap(({ output }) => output.flatMap((part) => (part.type === 'chunk' ? [part.code] : [])))
    .join('\n');
};

beforeAll(() => {
  const names = IMPORT.exec(readFileSync('app/stage/rf-adapter.tsx', 'utf8'))?.[1] ?? '';
  taken = names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '));
  folder = mkdtempSync(join(tmpdir(), 'slim-flow-'));
  return () => rmSync(folder, { recursive: true });
});

test('slim flow: the bundle holds no minimap, controls, background, colours or CSS transforms, and without the plugin it would', async () => {
  expect(taken).toContain('ReactFlow');
  const slim = await bundle([slimFlow()], { manualPureFunctions: PURE_FUNCTIONS });
  const whole = await bundle([], {});
  expect(slim.match(NEEDLESS)).toBeNull();
  expect(new Set(whole.match(NEEDLESS)).size).toBe(5);
  expect(whole.length - slim.length).toBeGreaterThan(20_000);
});

test('slim flow: what the stage takes is there, and the camera has its own way between two places', async () => {
  const code = await bundle([slimFlow()], { manualPureFunctions: PURE_FUNCTIONS });
  for (const name of taken) expect(code).toMatch(new RegExp(`\\bas ${name}\\b`));
  expect(code).toContain('.transition().duration(');
  expect(code).toContain('Math.SQRT2');
});
