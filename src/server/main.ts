import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inviteFirst, invite } from './access/invitations.ts';
import { scheduleBackups } from './backup/schedule.ts';
import { createApp } from './app.ts';
import { scheduleSweeps } from './blobs/sweep.ts';
import { fileLedger } from './erase/file-ledger.ts';
import { greeting } from './greeting.ts';
import { lanAddresses, listen } from './listen.ts';
import { faultEntry, lineLog } from './log.ts';
import { prepare } from './prepare.ts';
import { helpText, parseSettings, type Settings } from './settings.ts';
import { nameOf, openDatabase } from './store/open.ts';
import { StoreError, type Store } from './store/store.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const now = (): number => Date.now();
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
/** What was erased, beside the database and beside its copies. */
const LEDGER = 'erased.jsonl';

/** Ends the start with one line for whoever started it. 2: the settings are wrong; 1: what they name cannot be used. */
function giveUp(line: string, code: 1 | 2): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

const reasonOf = (e: unknown): string => (e instanceof Error ? e.message : String(e)).split('\n')[0] ?? '';

function readPem(path: string, what: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN')) return text;
  } catch (e) {
    return giveUp(`The ${what} cannot be read: ${reasonOf(e)}`, 2);
  }
  // Without this an empty file would make an endpoint that no browser can talk to.
  return giveUp(`The ${what} at ${path} is not a PEM file.`, 2);
}

async function openStore({ data, database }: Settings): Promise<Store> {
  try {
    // The records are personal: nobody else on this machine needs to look in.
    mkdirSync(data, { recursive: true, mode: 0o700 });
    return await openDatabase(database, now());
  } catch (e) {
    if (e instanceof StoreError && e.kind === 'newer') return giveUp('These records were written by a later version of Tizme: start that one.', 1);
    return giveUp(`The records cannot be opened at ${nameOf(database)}: ${reasonOf(e)}`, 1);
  }
}

/** Fills an empty project by the same protocol a tablet speaks; leaves one with records alone. */
async function fillWithDemo(store: Store, app: ReturnType<typeof createApp>): Promise<void> {
  const empty = await store.read(async (tx) => (await tx.scopes()).size === 0);
  if (!empty) return print('The project holds records already: the demo is left out.');
  const { runDemo } = await import('./demo/run-demo.ts');
  const invitation = await store.write((tx) => invite(tx, { role: 'coordinator', areas: [], name: '' }, 'demo', { now, random }));
  await runDemo({ request: async (path, init) => app.request(path, init), invite: invitation.invite, now, random, log: print });
}

async function main(settings: Settings): Promise<void> {
  const tls = settings.tls && { cert: readPem(settings.tls.cert, 'certificate'), key: readPem(settings.tls.key, 'key') };
  const store = await openStore(settings);
  const log = lineLog(print, now);
  const { origin, staticDir, host } = settings;
  const backups = join(settings.data, 'backups');
  const ledger = fileLedger(join(settings.data, LEDGER), join(backups, LEDGER), (e) => log(faultEntry(e)));
  const built = existsSync(join(staticDir, 'index.html'));
  const app = createApp({ store, now, random, log, ledger, ...(built ? { staticDir } : {}), ...(origin === undefined ? {} : { origin }) });
  if (!built) print(`The app is not built: ${staticDir} holds no index.html. Only /v1 answers.`);

  await prepare({ store, now, random, ledger });
  if (settings.demo) await fillWithDemo(store, app);
  const server = await listen(app, { port: settings.port, host, ...(tls ? { tls } : {}) }, log).catch((e: unknown) =>
    giveUp(`Tizme cannot listen on ${host}, port ${settings.port}: ${reasonOf(e)}`, 1),
  );
  const first = await store.write(async (tx) => {
    const link = await inviteFirst(tx, { now, random });
    if (link !== undefined || !settings.coordinator) return { link, more: false };
    return { link: (await invite(tx, { role: 'coordinator', areas: [], name: '' }, 'first', { now, random })).invite, more: true };
  });
  const reach = { scheme: tls ? 'https' : 'http', host, port: server.port, lan: lanAddresses(host), ...(origin === undefined ? {} : { origin }) } as const;
  print(greeting(reach, first.link, first.more).join('\n'));

  // A fault nobody caught must not take the others' requests down: whatever was half done has been rolled back.
  process.on('uncaughtException', (e) => log(faultEntry(e)));
  process.on('unhandledRejection', (e) => log(faultEntry(e)));
  // Whoever read what we print may have gone (a closed terminal); the tablets have not.
  process.stdout.on('error', () => undefined);
  const { database } = settings;
  const job = scheduleBackups(database, backups, store, now, log, () => ledger.copy());
  const sweeps = scheduleSweeps(store, now, log);
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    print('Stopping; requests in progress are finished first.');
    server.stop().then(() => job.stop()).then(() => sweeps.stop()).then(() => store.close()).then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

const settings = parseSettings(process.argv.slice(2), process.env, join(import.meta.dirname, '..', '..'));
if (!settings.ok) giveUp(settings.error, 2);
if (settings.value === 'help') print(helpText());
else await main(settings.value).catch((e: unknown) => giveUp(`Tizme could not start: ${reasonOf(e)}`, 1));
