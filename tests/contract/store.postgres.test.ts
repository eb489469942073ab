import { openPostgres } from '../../src/server/store/postgres.ts';
import { postgresForTests } from '../support/postgres.ts';
import { accessContract } from './access.ts';
import { stateContract } from './state.ts';
import { storeContract } from './store.ts';

const database = postgresForTests();

storeContract('postgres', async () => openPostgres(await database.fresh(), 1));
stateContract('postgres', async () => openPostgres(await database.fresh(), 1));
storeContract('postgres, serializable', async () => openPostgres(await database.fresh(), 1, 'serializable'));
accessContract('postgres', async () => openPostgres(await database.fresh(), 1));
accessContract('postgres, serializable', async () => openPostgres(await database.fresh(), 1, 'serializable'));
