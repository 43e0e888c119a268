// npm start: builds the page and serves it on http://localhost:4173 (PORT overrides).
import { spawnSync } from 'node:child_process';
import { serve } from './serve.ts';

const DEFAULT_PORT = 4173;

const build = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

const port = Number(process.env['PORT'] ?? DEFAULT_PORT);
try {
  await serve('dist', port);
  console.log(`Bicameral is at http://localhost:${port} (Ctrl+C stops it)`);
} catch (error) {
  console.error(
    `cannot serve on port ${port}: ${error instanceof Error ? error.message : String(error)} (PORT=<n> npm start takes another)`,
  );
  process.exit(1);
}
