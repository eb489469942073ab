import { openMemory } from '../../src/server/store/memory.ts';
import { accessContract } from './access.ts';
import { stateContract } from './state.ts';
import { storeContract } from './store.ts';

storeContract('memory', async () => openMemory());
stateContract('memory', async () => openMemory());
accessContract('memory', async () => openMemory());
