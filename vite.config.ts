// Build of the page: a static folder that works from any sub-path. The policy tag is added to builds only: the development server injects styles.
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { type Plugin, defineConfig } from 'vite';
import { CSP_META } from './scripts/csp.ts';
import { offline } from './scripts/offline.ts';
import { PURE_FUNCTIONS, slimFlow } from './scripts/slim-flow.ts';

const contentSecurityPolicy = (): Plugin => ({
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: CSP_META }, injectTo: 'head-prepend' },
  ],
});

/** Licences stay; hints to bundlers serve nobody once the code is bundled. How long plugins took is no warning. */
const rolldownOptions = { output: { comments: { legal: true, annotation: false, jsdoc: false } }, checks: { pluginTimings: false } };

export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy(), slimFlow(), offline()],
  worker: { format: 'es', rolldownOptions },
  build: {
    target: 'es2024',
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: { ...rolldownOptions, treeshake: { manualPureFunctions: PURE_FUNCTIONS } },
  },
});
