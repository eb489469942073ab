import { openMemory } from '../../src/server/store/memory.ts';
import { blobContract } from './blobs.ts';

blobContract('memory', async () => openMemory());
