/** A part of the source and what it may use. */
export interface Room {
  /** Folder or file from the top; the longest one that fits holds. */
  readonly place: string;
  /** Places it may import from, beside itself. */
  readonly rooms: readonly string[];
  /** npm packages and, as `node:`, Node's own modules. `*` for any. */
  readonly packages: readonly string[];
}

const ofClient = (name: string): string => `src/client/${name}`;

/** What the composition (what `main` hands to every screen) may use. */
const belowDeps = ['store', 'sync', 'i18n', 'ui'].map(ofClient);

/** What a feature may use. Another feature is not in it: shared things go to ui, core or the store. */
const belowFeatures = ['deps', 'store', 'sync', 'i18n', 'ui', 'device'].map(ofClient);

/** Who may import whom: ARCHITECTURE, as one table. Every file under src must fit a row. */
const roomsTable: readonly Room[] = [
  { place: 'src/core', rooms: [], packages: [] },
  { place: 'src/core/export', rooms: ['src/core'], packages: ['fflate'] },
  { place: 'src/core/import', rooms: ['src/core'], packages: ['fflate'] },
  { place: 'src/server', rooms: ['src/core'], packages: ['hono', '@hono/node-server', 'pg', 'node:'] },
  { place: 'src/sw', rooms: ['src/core', ofClient('store'), ofClient('sync'), ofClient('app/old-browsers.ts')], packages: ['workbox-precaching', 'workbox-routing'] },
  { place: ofClient('store'), rooms: ['src/core'], packages: ['dexie'] },
  { place: ofClient('sync'), rooms: ['src/core', ofClient('store')], packages: [] },
  { place: ofClient('i18n'), rooms: ['src/core', 'locales'], packages: ['i18next', 'preact'] },
  { place: ofClient('ui'), rooms: ['src/core', ofClient('i18n')], packages: ['preact'] },
  { place: ofClient('device'), rooms: ['src/core', ofClient('i18n')], packages: ['preact', 'workbox-window', 'qr'] },
  { place: ofClient('deps'), rooms: ['src/core', ...belowDeps], packages: ['preact', 'preact-iso'] },
  // Each folder below is a room of its own: see `roomOf`.
  { place: ofClient('features'), rooms: ['src/core', ...belowFeatures], packages: ['preact', 'preact-iso'] },
  { place: ofClient('styles'), rooms: [], packages: [] },
  { place: ofClient('app'), rooms: ['src/core', 'src/client'], packages: ['*'] },
  { place: ofClient('main.tsx'), rooms: ['src/core', 'src/client'], packages: ['*'] },
  { place: 'src/house', rooms: ['locales'], packages: ['*'] },
  { place: 'vite.config.ts', rooms: ['src/house'], packages: ['*'] },
  { place: 'tests', rooms: ['src', 'locales', 'vite.config.ts'], packages: ['*'] },
];

const lies = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** The row for a file, narrowed to its own folder where the row is the features'. Undefined for a file that fits none. */
export function roomOf(path: string): Room | undefined {
  const [room] = roomsTable.filter(({ place }) => lies(path, place)).toSorted((a, b) => b.place.length - a.place.length);
  if (room?.place !== ofClient('features')) return room;
  return { ...room, place: path.split('/').slice(0, 4).join('/') };
}

/** Whether a room may import the file at `target`, a path from the top. */
export function mayImportFile(room: Room, target: string): boolean {
  return [room.place, ...room.rooms].some((place) => lies(target, place));
}

/** Whether a room may import a package by its specifier: `dexie`, `preact/hooks`, `@hono/node-server`, `node:fs`. */
export function mayImportPackage(room: Room, specifier: string): boolean {
  const name = specifier.startsWith('node:') ? 'node:' : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return room.packages.includes('*') || room.packages.includes(name);
}
