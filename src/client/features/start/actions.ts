import { repairName } from '../../../core/names/repair.ts';
import type { Store } from '../../store/store.ts';

/**
 * Says who works on this tablet, which also ends the first start. A name left empty stays as it is: the
 * coordinator may have written one into the invitation. The role is set only where none stands: joining sets it too.
 */
export async function saveUser(store: Store, who: { readonly name: string; readonly lang: string }): Promise<void> {
  const { user } = store.self;
  if (user === '') return;
  const known = await store.find('user', user);
  const name = repairName(who.name);
  const values = { lang: who.lang, ...(name === '' ? {} : { name }), ...(known?.role ? {} : { role: 'trainer' }) };
  await store.save([{ t: 'user', s: 'p', id: user, values }]);
}
