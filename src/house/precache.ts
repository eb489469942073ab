import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VitePWAOptions } from 'vite-plugin-pwa';

type ManifestTransform = NonNullable<VitePWAOptions['injectManifest']['manifestTransforms']>[number];

/** The files a tablet keeps: the whole app, every language, fonts and icons. */
export const precachedFiles = ['**/*.{html,js,css,json,webmanifest,woff2,png,svg,ico,txt}'];

/** Of no use in the cache: the worker and its push script, which the browser keeps itself, the list the size test reads, the shop's pictures. */
export const notPrecached = ['sw.js', 'assets/push-*.js', 'build-manifest.json', 'screenshots/**'];

/**
 * Gives every precached file its SHA-256, so that a tablet takes a version only when all its bytes are the built
 * ones: a captive portal that answers a page in place of a script would otherwise leave an app that does not open
 * (TRUST 13, row 18).
 * @param folder where the built files lie
 */
export function withIntegrity(folder: string): ManifestTransform {
  return (entries) => ({
    manifest: entries.map((entry) => {
      const digest = createHash('sha256')
        .update(readFileSync(join(folder, entry.url)))
        .digest('base64');
      return { ...entry, integrity: `sha256-${digest}` };
    }),
    warnings: [],
  });
}
