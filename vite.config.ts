import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { buildConstants } from './src/house/build-info.ts';
import { firstPart } from './src/house/first-part.ts';
import { clientFolder, root } from './src/house/paths.ts';
import { notPrecached, precachedFiles, withIntegrity } from './src/house/precache.ts';
import { makePushScript } from './src/house/push-script.ts';
import { webManifestPlugin } from './src/house/web-manifest.ts';
import { wordPartsPlugin } from './src/house/word-parts.ts';

// Tests run where the tablets are, six hours from UTC, so that a date taken in the wrong zone shows.
if (process.env['VITEST'] !== undefined) process.env['TZ'] = 'Asia/Bishkek';

const endpoint = process.env['TIZME_ENDPOINT'] ?? 'http://127.0.0.1:8080';
const minute = 60_000;

/** Tests that look at the built app, so they need a build first. */
const builtTests = ['tests/rules/{precache,service-worker,size}.test.ts'];

const target = 'chrome109';
// The same Dexie without its translation for browsers of 2015, which its front door would give us: 2 KB less to fetch.
const resolve = { alias: { dexie: 'dexie/dist/modern/dexie.mjs' } };
const define = buildConstants();
const pushScript = makePushScript({ target, resolve, define });

const pwa = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/sw',
  filename: 'sw.ts',
  // Registered by src/client/device/updates.ts, manifest by webManifestPlugin.
  injectRegister: false,
  manifest: false,
  integration: {
    // The worker is built by a build of its own, which knows nothing of the log level asked for.
    configureCustomSWViteBuild: (options) => {
      options.logLevel = 'warn';
      options.define = { ...options.define, __PUSH_SCRIPT__: JSON.stringify(pushScript.address()) };
    },
  },
  injectManifest: {
    rollupFormat: 'iife',
    globPatterns: precachedFiles,
    globIgnores: notPrecached,
    maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
    manifestTransforms: [withIntegrity(clientFolder)],
    target,
  },
});

export default defineConfig({
  root,
  define,
  resolve,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [wordPartsPlugin(), webManifestPlugin(), pushScript.plugin, pwa],
  build: {
    outDir: 'dist/client',
    emptyOutDir: true,
    target,
    manifest: 'build-manifest.json',
    // The polyfill would be for browsers older than the oldest one we take.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstPart, debugName: 'first' }] } } },
  },
  server: { proxy: { '/v1': endpoint } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/{core,server,contract,rules}/**/*.test.ts'],
          exclude: builtTests,
          testTimeout: 20_000,
          hookTimeout: minute,
        },
      },
      { extends: true, test: { name: 'client', setupFiles: ['tests/support/all-words.ts'], include: ['tests/client/**/*.test.{ts,tsx}'], testTimeout: 20_000 } },
      {
        extends: true,
        test: { name: 'simulation', include: ['tests/simulation/**/*.test.ts'], testTimeout: 10 * minute, hookTimeout: minute },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.test.ts'],
          fileParallelism: false,
          testTimeout: 3 * minute,
          hookTimeout: 2 * minute,
        },
      },
      {
        extends: true,
        test: { name: 'built', include: builtTests, fileParallelism: false, testTimeout: minute, hookTimeout: minute },
      },
    ],
  },
});
