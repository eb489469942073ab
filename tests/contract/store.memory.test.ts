import { openMemory } from '../../src/server/store/memory.ts';
import { stateContract } from './state.ts';
import { storeContract } from './store.ts';

storeContract('memory', async () => openMemory());
stateContract('memory', async () => openMemory());
