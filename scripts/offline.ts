// Builds the service worker after everything else, with the list of all files of the build: what has a hash in its name is its own revision, the rest
// gets the digest of its bytes.
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Plugin, build } from 'vite';

type OfflineFile = { readonly url: string; readonly revision: string | null };

/** Vite's hash in a file name. */
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/;

/** Every file of a finished build that the page may ask for, in order of names. */
const offlineFiles = (root: string): readonly OfflineFile[] =>
  globSync('**/*.*', { cwd: root })
    .filter((file) => file !== 'service-worker.js')
    .toSorted()
    .map((url) => ({
      url,
      revision: HASHED.test(url)
        ? null
        : createHash('sha256')
            .update(readFileSync(join(root, url)))
            .digest('hex')
            .slice(0, 16),
    }));

/** The plugin: writes `service-worker.js` beside the page. */
export const offline = (): Plugin => {
  let root = 'dist';
  return {
    name: 'offline',
    apply: 'build',
    configResolved: (config) => {
      root = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      handler: async () => {
        await build({
          configFile: false,
          publicDir: false,
          logLevel: 'warn',
          define: { OFFLINE_FILES: JSON.stringify(offlineFiles(root)), 'process.env.NODE_ENV': '"production"' },
          build: {
            outDir: root,
            emptyOutDir: false,
            target: 'es2024',
            copyPublicDir: false,
            lib: { entry: 'workers/service-worker.ts', formats: ['iife'], name: 'serviceWorker', fileName: () => 'service-worker.js' },
          },
        });
      },
    },
  };
};
