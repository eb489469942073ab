/** Lets async jobs run one after another, each alone, in the order they came. A job that fails does not stop the next. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(job: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(job, job);
    // The chain must go on after a failure; the failure itself reaches whoever asked for the job.
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when everything queued so far has ended. */
  idle(): Promise<unknown> {
    return this.#last;
  }
}
