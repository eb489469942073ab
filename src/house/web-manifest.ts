import type { Plugin } from 'vite';
import ky from '../../locales/ky.json' with { type: 'json' };

const fileName = 'manifest.webmanifest';

/** A word of the Kyrgyz locale by its key. @throws when it is missing */
function word(key: string): string {
  let node: unknown = ky;
  for (const part of key.split('.'))
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined;
  if (typeof node !== 'string') throw new Error(`locales/ky.json has no ${key}`);
  return node;
}

/** A picture of the running app in public/screenshots. */
function screenshot(name: string, sizes: string, form_factor: 'wide' | 'narrow') {
  return { src: `/screenshots/${name}.png`, sizes, type: 'image/png', form_factor, label: word('install.screenshot_roll_call') };
}

/** What Android needs to install the app. Its words are the Kyrgyz ones: one manifest serves all languages. */
export const webManifest = {
  id: '/',
  name: word('install.app_name'),
  short_name: word('install.app_name'),
  description: word('install.app_description'),
  lang: 'ky',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#0B5A5E',
  background_color: '#FFFFFF',
  categories: ['education', 'productivity'],
  icons: [
    { src: '/icons/192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  // Shown by the browser where it offers to install.
  screenshots: [
    screenshot('roll-call', '1280x800', 'wide'),
    screenshot('roll-call-narrow', '540x960', 'narrow'),
  ],
  shortcuts: [
    { name: word('install.shortcut_trainings'), url: '/' },
    { name: word('install.shortcut_totals'), url: '/totals' },
  ],
};

/**
 * Emits the web app manifest and links it. The PWA plugin could do it too, but puts the file into the precache
 * without a digest.
 */
export function webManifestPlugin(): Plugin {
  return {
    name: 'tizme-web-manifest',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source: `${JSON.stringify(webManifest)}\n` });
    },
    transformIndexHtml: {
      order: 'post',
      handler: () => [{ tag: 'link', attrs: { rel: 'manifest', href: `/${fileName}` }, injectTo: 'head' as const }],
    },
  };
}
