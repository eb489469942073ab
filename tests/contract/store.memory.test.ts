import { openMemory } from '../../src/server/store/memory.ts';
import { accessContract } from './access.ts';
import { storeContract } from './store.ts';

storeContract('memory', async () => openMemory());
accessContract('memory', async () => openMemory());
