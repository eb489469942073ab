import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { must } from '../../../src/core/result.ts';
import type { Ask } from '../../support/tablet.ts';

const entry = join(import.meta.dirname, '../../../src/server/main.ts');

export interface Running {
  readonly child: ChildProcess;
  readonly base: string;
  readonly ask: Ask;
  /** What it has printed so far. */
  output(): string;
  /** The secret of the first coordinator's link, when one was printed. */
  link(): string | undefined;
  /** Ends it by a signal; resolves to its exit code (null when the signal itself ended it). */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the endpoint as a process of its own; resolves when it prints its address, rejects when it ends before. */
export async function startProcess(args: readonly string[], env: Record<string, string> = {}, flags: readonly string[] = []): Promise<Running> {
  const child = spawn(process.execPath, [...flags, entry, '--port', '0', '--host', '127.0.0.1', ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const base = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /Tizme is at (\S+)[\s\S]*\n/.exec(out);
      if (found) resolve(must(found[1], 'address'));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${out}`)));
  });
  return {
    child, base,
    ask: (path, init) => fetch(base + path, init),
    output: () => out,
    link: () => /#j=(\S+)/.exec(out)?.[1],
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs it to its end: exit code and everything printed. */
export async function runToEnd(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [entry, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { code, out, err };
}
