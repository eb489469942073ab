import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import { parseDatabase, type Database } from './store/open.ts';

export interface Settings {
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly database: Database;
  /** The address under which people reach the endpoint, without a slash at its end. */
  readonly origin?: string;
  /** Paths of certificate chain and key (PEM); both, or the endpoint speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly staticDir: string;
  readonly demo: boolean;
  /** Print a link for one more coordinator: for when nobody can open the project any more. */
  readonly coordinator: boolean;
}

interface Option {
  readonly flag: string;
  readonly env: string;
  /** What stands for the value in the help; '' for a switch. */
  readonly value: string;
  readonly help: string;
}

const OPTIONS = {
  port: { flag: 'port', env: 'TIZME_PORT', value: '<number>', help: 'port to listen on; 0 = any free one (8080)' },
  host: { flag: 'host', env: 'TIZME_HOST', value: '<address>', help: 'address to listen on (0.0.0.0: every one of this machine)' },
  data: { flag: 'data', env: 'TIZME_DATA', value: '<folder>', help: 'where the records are kept (./data)' },
  database: { flag: 'database', env: 'TIZME_DATABASE', value: '<address>', help: 'sqlite:<file> or postgres://user:password@host/name (sqlite:<data folder>/tizme.db)' },
  origin: { flag: 'origin', env: 'TIZME_ORIGIN', value: '<address>', help: 'address people use, as https://list.example.org, when a proxy stands in front' },
  cert: { flag: 'cert', env: 'TIZME_CERT', value: '<file>', help: 'certificate chain (PEM): with --key the endpoint speaks HTTPS' },
  key: { flag: 'key', env: 'TIZME_KEY', value: '<file>', help: 'private key (PEM) of the certificate' },
  static: { flag: 'static', env: 'TIZME_STATIC', value: '<folder>', help: 'the built app (dist/client)' },
  demo: { flag: 'demo', env: 'TIZME_DEMO', value: '', help: 'fill an empty project with invented trainings' },
  coordinator: { flag: 'coordinator', env: 'TIZME_COORDINATOR', value: '', help: 'print a link that makes one more coordinator' },
  help: { flag: 'help', env: '', value: '', help: 'print this and stop' },
} as const satisfies Record<string, Option>;

type Name = keyof typeof OPTIONS;
type Given = Partial<Record<Name, string>>;

/** What `--help` prints. */
export function helpText(): string {
  const rows = Object.values<Option>(OPTIONS).map(
    (o) => `  ${`--${o.flag} ${o.value}`.padEnd(22)} ${o.env.padEnd(15)} ${o.help}`,
  );
  return ['Usage: npm start -- [options]', '', `  ${'Option'.padEnd(22)} ${'Environment'.padEnd(15)} Meaning (what holds when it is not given)`, ...rows].join('\n');
}

/**
 * Settings from the command line and, where it says nothing, the environment. The error is one line for whoever
 * started the endpoint. Values that may be secret (a database address holds a password) are never repeated.
 * @param root folder of the project, where the built app lies
 */
export function parseSettings(argv: readonly string[], env: Readonly<Record<string, string | undefined>>, root: string): Result<Settings | 'help', string> {
  const flags = fromFlags(argv);
  if (!flags.ok) return flags;
  const g = { port: '8080', host: '0.0.0.0', data: 'data', static: join(root, 'dist', 'client'), demo: '0', coordinator: '0', ...fromEnvironment(env), ...flags.value };
  if (g.help !== undefined) return ok('help');
  const data = resolve(g.data);
  const parts = all<Pick<Settings, 'port' | 'database'> & { origin: string | undefined; tls: Settings['tls'] }>({
    port: parsePort(g.port),
    database: databaseOf(g.database, data),
    origin: parseOrigin(g.origin),
    tls: parseTls(g.cert, g.key),
  });
  if (!parts.ok) return parts;
  const { port, database, origin, tls } = parts.value;
  const optional = { ...(origin === undefined ? {} : { origin }), ...(tls === undefined ? {} : { tls }) };
  return ok({ port, host: g.host, data, database, staticDir: resolve(g.static), demo: isOn(g.demo), coordinator: isOn(g.coordinator), ...optional });
}

/** The values of all parts, or the first error. */
function all<T extends object>(parts: { readonly [K in keyof T]: Result<T[K], string> }): Result<T, string> {
  const out: [string, unknown][] = [];
  for (const [name, part] of Object.entries<Result<unknown, string>>(parts)) {
    if (!part.ok) return part;
    out.push([name, part.value]);
  }
  return ok(Object.fromEntries(out) as T);
}

const isOn = (x: string): boolean => !['0', 'false', 'no', 'off'].includes(x.toLowerCase());

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Given {
  const given: Given = {};
  for (const [name, o] of Object.entries<Option>(OPTIONS)) {
    const value = o.env === '' ? undefined : env[o.env];
    if (value !== undefined && value !== '') given[name as Name] = value;
  }
  return given;
}

function fromFlags(argv: readonly string[]): Result<Given, string> {
  const given: Given = {};
  const rest = [...argv];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, flag, inline] = /^--([a-z]+)(?:=(.*))?$/s.exec(arg === '-h' ? '--help' : arg) ?? [];
    const name = (Object.keys(OPTIONS) as Name[]).find((n) => OPTIONS[n].flag === flag);
    if (!name) return err(`Unknown option ${JSON.stringify(arg.slice(0, 40))}. --help lists what there is.`);
    const isSwitch = OPTIONS[name].value === '';
    const value = inline ?? (isSwitch ? '1' : rest.shift());
    if (!value) return err(`--${name} needs a value: --${name} ${OPTIONS[name].value}`);
    given[name] = value;
  }
  return ok(given);
}

function parsePort(text: string): Result<number, string> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? ok(port) : err(`The port must be a whole number from 0 to 65535, not ${JSON.stringify(text.slice(0, 40))}.`);
}

function parseOrigin(text: string | undefined): Result<string | undefined, string> {
  if (text === undefined) return ok(undefined);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username;
  return plain ? ok(url.origin) : err('The origin must be an address without a path, as https://list.example.org.');
}

function databaseOf(text: string | undefined, data: string): Result<Database, string> {
  if (text === undefined) return ok({ kind: 'sqlite', file: join(data, 'tizme.db') });
  const database = parseDatabase(text);
  if (!database) return err('The database address must be sqlite:<file>, as sqlite:/srv/tizme/tizme.db, or postgres://user:password@host/name.');
  return ok(database.kind === 'sqlite' ? { kind: 'sqlite', file: resolve(database.file) } : database);
}

function parseTls(cert: string | undefined, key: string | undefined): Result<Settings['tls'], string> {
  if ((cert === undefined) !== (key === undefined)) return err('HTTPS needs both --cert and --key.');
  return ok(cert === undefined || key === undefined ? undefined : { cert: resolve(cert), key: resolve(key) });
}
