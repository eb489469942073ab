import { openPostgres } from '../../src/server/store/postgres.ts';
import { postgresForTests } from '../support/postgres.ts';
import { blobContract } from './blobs.ts';

const database = postgresForTests();

blobContract('postgres', async () => openPostgres(await database.fresh(), 1));
blobContract('postgres, serializable', async () => openPostgres(await database.fresh(), 1, 'serializable'));
