import { must } from '../../core/result.ts';
import { QUOTED, type PlannedTraining } from './plan.ts';

/** Someone who came. Made up by putting together parts of names; whoever bears such a name is not meant. */
export interface DemoPerson {
  readonly name: string;
  readonly sex: 'f' | 'm';
  readonly role: string;
  /** Null where nobody asked. */
  readonly birthYear: number | null;
}

const FAMILIES = (
  'Акжолтоев Байболсунов Жанарбаев Дүйшөналиев Эсенкожоев Тагайназаров Качкынбаев Мырзабеков Нарматов Өмүркулов Сатылганов Шералиев Чокморов Ыманалиев ' +
  'Үсөнбаев Калдыбаев Бөрүбаев Дөөлөтов Жээнбаев Кудайбергенов Молдошев Токтобаев Раимбеков Сооронкулов Абылгазиев Бектемиров Жумагулов Исманкулов ' +
  'Күмүшалиев Мадылов Назаралиев Орозалиев Раззаков Сарыгулов Темирбаев Усупбаев Чыныбаев Шаршенбаев Эрмекбаев Кожогелдиев'
).split(' ');
const WOMEN = (
  'Айгүл Бурулай Гүлнара Жаңыл Зейнеп Кенжегүл Мээрим Назгүл Перизат Рахат Сайкал Толгонай Уулкан Чолпон Элмира Асылкан Бактыгүл Венера Гүлбарчын Дамира ' +
  'Жибек Индира Каныкей Лира Махабат Нургүл Ороз Светлана Тамара Шайыргүл'
).split(' ');
const MEN = (
  'Азамат Болот Данияр Жеңиш Замирбек Кайрат Мирлан Нурбек Өмүрбек Расул Садыр Төлөгөн Улан Чыңгыз Шамшыбек Элдияр Авазбек Бекжан Дастан Жоомарт ' +
  'Ильяз Кубаныч Медер Орозбек Руслан Суйунбек Тилек Үсөн Эмил Кылыч'
).split(' ');
/** Who comes to such a training, in the order of the sheet; the report names these roles. */
const ROLES = [
  'ao_secretary', 'social_worker', 'kenesh_deputy', 'ao_specialist', 'resident', 'kenesh_deputy', 'activist', 'finance', 'aiyl_head', 'resident', 'ao_specialist',
  'kenesh_chair', 'ngo', 'resident', 'ao_deputy', 'provider', 'resident',
];
/** Coprime to the number of pairs of family and given name, so that no pair comes twice. */
const STEP = 421;
/** First and last year of birth. */
const [ELDEST, YOUNGEST] = [1952, 2000];

/** The people of the whole plan, one list per training, women and men mixed. The same at every call. */
export function demoPeople(plan: readonly PlannedTraining[]): DemoPerson[][] {
  const drawn = { f: 0, m: 0 };
  let all = 0;
  return plan.map((t, index) => {
    const quoted = QUOTED.filter((q) => q.training === index);
    const left = { f: t.women, m: t.men };
    return Array.from({ length: t.women + t.men }, (_, i) => {
      const known = quoted[i];
      // In proportion, so that the sheet reads as people sit; the first ones are those the report quotes.
      const sex = known?.sex ?? (left.f * t.men >= left.m * t.women && left.f > 0 ? 'f' : left.m > 0 ? 'm' : 'f');
      left[sex]--;
      const n = all++;
      if (known) return { name: known.name, sex, role: known.role, birthYear: null };
      return { name: nameOf(sex, drawn[sex]++), sex, role: must(ROLES[(i + index) % ROLES.length], 'role'), birthYear: birthYearOf(n) };
    });
  });
}

/** The `n`-th name: no family and given name together twice among one sex. */
function nameOf(sex: 'f' | 'm', n: number): string {
  const given = sex === 'f' ? WOMEN : MEN;
  const pair = (n * STEP) % (FAMILIES.length * given.length);
  const family = must(FAMILIES[pair % FAMILIES.length], 'family') + (sex === 'f' ? 'а' : '');
  const own = must(given[Math.floor(pair / FAMILIES.length)], 'given name');
  const father = must(MEN[(n * 7 + 3) % MEN.length], 'father');
  // As people write it: with the father's name in Kyrgyz or Russian form, or without.
  switch (n % 3) {
    case 0:
      return `${family} ${own} ${father} ${sex === 'f' ? 'кызы' : 'уулу'}`;
    case 1:
      return `${family} ${own} ${father}${sex === 'f' ? 'овна' : 'ович'}`;
    default:
      return `${family} ${own}`;
  }
}

const birthYearOf = (n: number): number | null => (n % 9 === 4 ? null : ELDEST + ((n * 17) % (YOUNGEST - ELDEST + 1)));
