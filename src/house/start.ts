import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildClient, clientIsFresh } from './build-client.ts';
import { root } from './paths.ts';

/** How Node runs the endpoint: `__proto__` is deleted so that a forged body cannot reach the object prototype (TRUST 18). */
export const endpointNodeFlags: readonly string[] = ['--disable-proto=delete'];

const serverEntry = join(root, 'src/server/main.ts');

/** Builds the app unless it is built already, telling the person at the terminal what takes so long. */
async function prepareClient(): Promise<void> {
  if (clientIsFresh()) return;
  const begun = performance.now();
  process.stdout.write('Building the app … ');
  await buildClient();
  process.stdout.write(`done in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
}

/** Runs the endpoint as a child and passes signals on: the way of systems that cannot replace a process. */
async function runAsChild(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve) => {
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Builds the app where needed and becomes the endpoint.
 * @param flags passed to the endpoint as they are; asking for help builds nothing
 */
export async function start(flags: readonly string[]): Promise<void> {
  // Taken before the build, which sets variables of its own.
  const env = { ...process.env };
  const wantsHelp = flags.includes('--help') || flags.includes('-h');
  if (!wantsHelp) await prepareClient();
  const args = [...endpointNodeFlags, serverEntry, ...flags];
  // Replacing this process, where the system can, leaves nobody in between who could be killed alone and orphan the endpoint.
  if (typeof process.execve === 'function' && process.platform !== 'win32')
    process.execve(process.execPath, [process.execPath, ...args], env);
  await runAsChild(args, env);
}
