import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { KNOCK_OUTS } from './knock-outs.ts';
import { run, type Report } from './run.ts';
import { WHOLE } from './variant.ts';

/** One run to do: a seed of the whole protocol, or with a mechanism taken out (its place in the list). */
export interface Job {
  readonly seed: number;
  readonly without?: number;
}

export type Done = Job & Pick<Report, 'broken' | 'counts'>;

async function work(job: Job): Promise<Done> {
  const { broken, counts } = await run(job.seed, job.without === undefined ? WHOLE : KNOCK_OUTS[job.without]?.make());
  return { ...job, broken, counts };
}

/** Does all jobs on as many threads as there are cores, and tells each as it is done. */
export async function runAll(jobs: readonly Job[], tell: (done: Done) => void, threads = availableParallelism()): Promise<void> {
  const waiting = jobs.toReversed();
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url));
      const next = (): void => {
        const job = waiting.pop();
        if (job) worker.postMessage(job);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('message', (done: Done) => {
        tell(done);
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, one));
}

async function answer(job: Job): Promise<void> {
  parentPort?.postMessage(await work(job));
}

if (!isMainThread) parentPort?.on('message', (job: Job) => void answer(job));
