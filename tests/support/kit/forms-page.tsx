import { useState } from 'preact/hooks';
import { Combobox, type ComboOption } from '../../../src/client/ui/combobox.tsx';
import { DateInput } from '../../../src/client/ui/date-input.tsx';
import { FileDrop } from '../../../src/client/ui/file-drop.tsx';
import { NameInput } from '../../../src/client/ui/name-input.tsx';
import { NumberInput } from '../../../src/client/ui/number-input.tsx';
import { Segmented } from '../../../src/client/ui/segmented.tsx';
import { Select } from '../../../src/client/ui/select.tsx';
import { TextInput } from '../../../src/client/ui/text-input.tsx';
import { CheckTiles, Tiles } from '../../../src/client/ui/tiles.tsx';
import { words } from './sample-words.ts';

const units: readonly ComboOption[] = ['Чолпон-Ата ш.', 'Бостери а. а.', 'Григорьевка а. а.', 'Ак-Суу а. а.', 'Сузак а. а.', 'Тамчы а. а.'].map(
  (label, n) => ({ id: String(n), label, note: n === 4 ? 'Жалал-Абад облусу, Сузак району' : 'Ысык-Көл району' }),
);

/** As slow as an index that is still being built. */
const search = async (query: string): Promise<readonly ComboOption[]> => {
  await new Promise((done) => setTimeout(done, 60));
  return units.filter((unit) => unit.label.toLowerCase().includes(query.toLowerCase()));
};

export function Forms() {
  const w = words();
  const [name, setName] = useState('Өмүрбекова ');
  const [phone, setPhone] = useState('');
  const [day, setDay] = useState('2019-11-18');
  const [count, setCount] = useState<number | undefined>(16);
  const [unit, setUnit] = useState<ComboOption | undefined>(undefined);
  const [sex, setSex] = useState<string | undefined>(undefined);
  const [age, setAge] = useState<string | undefined>('30-44');
  const [kinds, setKinds] = useState<readonly string[]>(['b']);
  const [role, setRole] = useState('');
  const [per, setPer] = useState<'day' | 'session'>('day');
  return (
    <form class="stack form" onSubmit={(event) => event.preventDefault()}>
      <NameInput label={w.name} hint={w.nameHint} value={name} onValue={setName} />
      <NameInput label={w.name} error={w.nameError} value="" onValue={setName} />
      <TextInput label="Телефон" optional keyboard="tel" value={phone} onValue={setPhone} />
      <Tiles
        label={w.sex} hint={w.sexHint} value={sex} onValue={setSex}
        options={[{ value: 'f', label: w.female, icon: 'woman' }, { value: 'm', label: w.male, icon: 'man' }, { value: 'n', label: '—', note: w.addHint }]}
      />
      <Tiles
        label={w.age} error={`${w.age}: …`} size="small" value={age} onValue={setAge}
        options={['18-29', '30-44', '45-59', '60+'].map((value) => ({ value, label: value }))}
      />
      <CheckTiles label={w.kind} values={kinds} onValues={setKinds} options={w.roles.slice(0, 3).map((label, n) => ({ value: 'abc'.charAt(n), label }))} />
      <Combobox label={w.unit} hint={w.unitHint} value={unit} onValue={setUnit} search={search} onAdd={() => undefined} />
      <Select label={w.role} value={role} onValue={setRole} options={w.roles.map((label) => ({ value: label, label }))} />
      <DateInput label={w.date} value={day} onValue={setDay} />
      <DateInput label={w.date} value="" onValue={() => undefined} error={`${w.date}: …`} />
      <NumberInput label={w.count} value={count} onValue={setCount} steps max={24} />
      <Segmented label={w.per} labelShown value={per} onValue={setPer} options={[{ value: 'day', label: w.day, icon: 'sun' }, { value: 'session', label: w.session }]} />
      <TextInput label={w.notes} optional rows={3} value="" onValue={() => undefined} />
      <FileDrop label={w.drop} hint={w.dropHint} accept=".xlsx,.csv" onFile={() => undefined} onText={() => undefined} />
    </form>
  );
}
