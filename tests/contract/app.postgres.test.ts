import { afterAll } from 'vitest';
import { openPostgres } from '../../src/server/store/postgres.ts';
import type { Store } from '../../src/server/store/store.ts';
import { runOnPostgres, START } from '../server/support/endpoint.ts';
import { postgresForTests } from '../support/postgres.ts';

// The endpoint's own suite once more, on PostgreSQL: the files below register their tests here.
const database = postgresForTests();

/** Opened and not in use. Making the tables anew for each of 200 tests would take four times as long as the tests. */
const idle: { readonly address: string; readonly store: Store }[] = [];
afterAll(async () => {
  await Promise.all(idle.map(({ store }) => store.close()));
});

runOnPostgres(async () => {
  const used = idle.pop();
  if (used) await database.empty(used.address);
  const address = used?.address ?? (await database.fresh());
  const store = used?.store ?? (await openPostgres(address, START));
  return { ...store, close: async () => void idle.push({ address, store }) };
});

await import('../server/enrol.test.ts');
await import('../server/push.test.ts');
await import('../server/pull.test.ts');
await import('../server/rotation.test.ts');
await import('../server/revoke.test.ts');
await import('../server/quarantine.test.ts');
await import('../server/carry.test.ts');
await import('../server/erase.test.ts');
await import('../server/blob.test.ts');
await import('../server/bad-input.test.ts');
await import('../server/convergence.test.ts');
await import('../server/demo/demo.test.ts');
