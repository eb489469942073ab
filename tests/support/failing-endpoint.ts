import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Where it fails from now on; an empty order makes it well. */
export interface Order {
  /** Killed before this call (from 0) of the next writing transaction. */
  readonly dieAt?: number;
  readonly die?: 'before commit' | 'after commit';
  /** A row with this id cannot be put: the transaction throws. */
  readonly poison?: string;
  /** How far its clock is ahead, ms. */
  readonly ahead?: number;
}

export interface FailingEndpoint {
  readonly origin: string;
  readonly port: number;
  /** The secret for the first coordinator, while there is none. */
  readonly invite: string | undefined;
  tell(order: Order): Promise<void>;
  alive(): boolean;
  /** Resolves when it is gone, by its own hand or by ours. */
  kill(): Promise<void>;
  gone(): Promise<void>;
}

/** Starts an endpoint as a process that fails when told to. @param address sqlite:<file> or postgres://… */
export async function startFailing(address: string, port = 0): Promise<FailingEndpoint> {
  const child = fork(join(import.meta.dirname, 'failing-endpoint-entry.ts'), [address, String(port)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const [first] = (await Promise.race([once(child, 'message'), ended.then(([code]) => Promise.reject(new Error(`ended with ${String(code)}`)))])) as [{ port: number; invite?: string }];
  const gone = async (): Promise<void> => void (await ended);
  return {
    origin: `http://127.0.0.1:${first.port}`, port: first.port, invite: first.invite, gone,
    async tell(order) {
      const heard = once(child, 'message');
      child.send(order);
      await heard;
    },
    alive: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill('SIGKILL');
      await gone();
    },
  };
}
