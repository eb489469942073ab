import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../src/house/paths.ts';
import { endpointNodeFlags } from '../../src/house/start.ts';

const START_MS = 30_000;

export interface EndpointOptions {
  /** A free one when it is not given. Give the old one to come back under the same address. */
  readonly port?: number;
  /** Where the endpoint keeps its records. */
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More options of the command line: `--demo`. */
  readonly flags?: readonly string[];
}

export interface Endpoint {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  /** The link that makes the first coordinator; undefined when there is a coordinator already. */
  readonly firstLink: string | undefined;
  /** What it has printed so far. */
  output(): string;
  /** Ends it with a signal and waits until it is gone. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

async function answers(origin: string): Promise<boolean> {
  const response = await fetch(`${origin}/v1/health`, { headers: { accept: 'application/json' } }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.ok === true;
}

/** The address it printed, once it answers there. @throws with its output when it ends or does not come up */
async function originWhenUp(child: ChildProcess, output: () => string): Promise<string> {
  const until = performance.now() + START_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The endpoint ended:\n${output()}`);
    const origin = /https?:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0];
    if (origin !== undefined && (await answers(origin))) return origin;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`The endpoint did not come up within ${START_MS} ms:\n${output()}`);
}

/** Starts the endpoint as a process of its own, as `npm start` does, reachable from this machine only. */
export async function startEndpoint({ port = 0, dataDir, env = {}, flags = [] }: EndpointOptions): Promise<Endpoint> {
  const settings = ['--port', String(port), '--host', '127.0.0.1', '--data', dataDir, ...flags];
  const args = [...endpointNodeFlags, join(root, 'src/server/main.ts'), ...settings];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const output = (): string => text;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const origin = await originWhenUp(child, output);
  const kill = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return {
    origin,
    port: Number(new URL(origin).port),
    firstLink: /\S+#j=\S+/.exec(output())?.[0],
    output,
    kill,
    stop: () => kill('SIGTERM'),
  };
}
