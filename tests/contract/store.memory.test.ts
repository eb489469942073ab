import { openMemory } from '../../src/server/store/memory.ts';
import { storeContract } from './store.ts';

storeContract('memory', async () => openMemory());
