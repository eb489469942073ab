import type { PersonCard } from '../../src/core/names/people-index.ts';

const FAMILIES = (
  'Асан Абдыраим Абдыкадыр Айтмамат Акмат Алымкул Асаналы Бейшен Бекболот Болотбек Дүйшөн Жакып Жумабек Жээнбек Исак Иманалы ' +
  'Кадыр Калык Кенжебай Кожомкул Кубат Кыдыр Мамат Мамбеткул Мурза Назар Нурмат Нусуп Омор Осмон Өмүрбек Рысбай Рыспай Сагын ' +
  'Садыр Сатыбалды Сейит Сыдык Табалды Таштан Токтогул Токтосун Төлөгөн Турдубай Турсун Уметалы Үсөн Чолпонбай Шаршен Эгемберди ' +
  'Эсенгул Эркебай Юсуп Якуб Каримжан Рахим Абдулла Юлдаш Хамид Сапар Апар'
).split(' ');

const WOMEN = (
  'Айгүл Айзада Айнура Айнур Айсулуу Айпери Асел Бактыгүл Бермет Бүбүсара Гүлзат Гүлнара Динара Жаңыл Жылдыз Жамиля Зарина Зыяда ' +
  'Кайыркүл Канышай Кенже Мээрим Миргүл Назгүл Нургүл Нуриза Нуржан Перизат Роза Сайкал Салтанат Сүйүмкан Толгонай Үмүт Үрүйля Чынара Чолпон Ыргал Элнура Зулфия'
).split(' ');

const MEN = (
  'Азамат Айбек Акыл Алмаз Бакыт Бактыяр Бекжан Болот Бөлөт Данияр Жаныбек Жолдошбек Жоомарт Жыргалбек Канат Кубанычбек Кубат Кылыч ' +
  'Максат Марат Мирлан Нурбек Нурлан Нуржан Өмүр Омар Рустам Сабыр Талант Темирбек Тилек Төлөгөн Улан Үсөн Чыңгыз Шухрат Эмил Эркин Эрмек Якуб'
).split(' ');

/** A small fixed generator (Numerical Recipes' constants): the same people every time. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Invented people in all forms names take: -ов and -ова, уулу and кызы, patronymics, initials; some phones, units and years. */
export function inventPeople(count: number, seed = 1): PersonCard[] {
  const next = generator(seed);
  const pick = (list: readonly string[]): string => list[next(list.length)] ?? '';
  return Array.from({ length: count }, (_, i): PersonCard => {
    const female = next(100) < 55;
    const family = pick(FAMILIES);
    const given = pick(female ? WOMEN : MEN);
    return {
      id: `p${i}`,
      name: writeName({ family, given, father: pick(MEN), female, form: next(10) }),
      sex: female ? 'f' : 'm',
      phone: next(3) === 0 ? null : `0${700 + next(80)} ${100 + next(900)} ${100 + next(900)}`,
      unit: `4170${2 + next(2)}2${10 + next(20)}8${10 + next(60)}000`,
      birthYear: next(4) === 0 ? null : 1950 + next(55),
    };
  });
}

interface Parts {
  readonly family: string;
  readonly given: string;
  readonly father: string;
  readonly female: boolean;
  readonly form: number;
}

function writeName({ family, given, father, female, form }: Parts): string {
  const ending = /[йия]$/.test(family) ? 'ев' : 'ов';
  const surname = `${family.replace(/й$/, '')}${ending}${female ? 'а' : ''}`;
  if (form < 2) return `${family} ${female ? 'кызы' : 'уулу'} ${given}`;
  if (form < 5) return `${surname} ${given} ${father}${female ? 'овна' : 'ович'}`;
  if (form === 5) return `${surname} ${given.slice(0, 1)}.`;
  return `${surname} ${given}`;
}
