import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../../../src/core/result.ts';
import type { Send, Taken } from './light-tablet.ts';

/** Sends over a connection of its own each time, as tablets that come back into coverage do. */
export function sendTo(base: string, path: string, headers: (token: string) => Record<string, string>): Send {
  const { hostname, port } = new URL(base);
  return (body, token) =>
    new Promise((resolve, reject) => {
      const question = request({ hostname, port, path, method: 'POST', agent: false, headers: { ...headers(token), 'content-length': body.length } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers: { 'content-type': answer.headers['content-type'] ?? '', 'retry-after': answer.headers['retry-after'] ?? '' } })));
      });
      question.on('error', reject);
      question.end(body);
    });
}

/** What came of letting all of them come. Times in ms. */
export interface Came {
  readonly taken: readonly Taken[];
  /** From the first knock to the last answer. */
  readonly span: number;
  /** What did not end well. */
  readonly errors: readonly string[];
}

/** Lets all come within so many ms, evenly with chance (0: at once), each by itself. */
export async function arrive(jobs: readonly (() => Promise<Taken>)[], within: number): Promise<Came> {
  const errors: string[] = [];
  const taken: Taken[] = [];
  const begun = performance.now();
  await Promise.all(
    jobs.map(async (job, i) => {
      // Scattered, but the same in every run: a multiplicative hash of the place.
      if (within > 0) await sleep((((Math.imul(i + 1, 2_654_435_761) >>> 0) / 2 ** 32) * within));
      try {
        taken.push(await job());
      } catch (e) {
        errors.push(e instanceof Error ? e.message : String(e));
      }
    }),
  );
  return { taken, span: performance.now() - begun, errors };
}

/** The value below which the given part of them lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : must(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))], 'value');
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Time on processors that a process has used so far, ms; undefined where the system does not say. */
export function processorMs(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10; // hundredths of a second on every Linux
  } catch {
    return undefined;
  }
}
