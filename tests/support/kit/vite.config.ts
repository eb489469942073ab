import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const project = fileURLToPath(new URL('../../..', import.meta.url));

/** `vite tests/support/kit`: every component in all its states, to be looked at. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: `${project}/public`,
  cacheDir: `${project}/node_modules/.cache/vite-kit`,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { fs: { allow: [project] } },
});
