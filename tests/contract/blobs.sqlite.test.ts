import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openSqlite } from '../../src/server/store/sqlite.ts';
import { blobContract } from './blobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizme-blobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

blobContract('sqlite', async () => openSqlite(join(folder, `${++files}.db`), 1));
