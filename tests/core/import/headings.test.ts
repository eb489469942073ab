import { describe, expect, it } from 'vitest';
import { headingRole, recogniseColumns } from '../../../src/core/import/headings.ts';
import { readText } from '../../../src/core/import/text-read.ts';

const recognise = (lines: readonly string[]) => recogniseColumns(readText(lines.join('\n')));

describe('headings in three languages', () => {
  it.each([
    ['name', ['Аты-жөнү', 'Aты-жөнү (Latin A)', 'Аты жону', 'Ф.И.О.', 'ФИО', 'Ф. И. О. участника', 'Фамилия, имя, отчество', 'Фамилиясы, аты, атасынын аты', 'Full name', 'Name', 'Участники', 'Катышуучунун аты-жөнү']],
    ['sex', ['Жынысы', 'Пол', 'Пол (м/ж)', 'Жынысы (э/а)', 'Sex', 'Gender', 'М/Ж']],
    ['birth', ['Туулган жылы', 'Туулган күнү, айы, жылы', 'Год рождения', 'Дата рождения', 'г.р.', 'Г.р.', 'Год', 'Жылы', 'Год рожд.', 'Год рож.', 'Г.рожд.', 'г/р', 'туулган ж.', 'Т.ж.', 'Туулган', 'Дата рожд.', 'Year', 'Year of birth', 'Birth year']],
    ['age', ['Возраст', 'Жашы', 'Жаш курагы', 'Age']],
    ['phone', ['Телефон', 'Тел.', 'Тел. номери', 'Номер телефона', 'Контактный телефон', 'Байланыш телефону', 'Phone number', 'Mobile', 'Контакты']],
    ['position', ['Кызматы', 'Кызмат орду', 'Должность', 'Занимаемая должность', 'Место работы, должность', 'Иштеген жери, кызматы', 'Position', 'Ролу']],
    ['org', ['Уюм', 'Уюмдун аталышы', 'Организация', 'Место работы', 'Иштеген жери', 'Organisation', 'Organization', 'Name of organisation', 'Мекемеси']],
    ['place', ['Айыл аймагы', 'АА', 'Муниципалитет', 'Айыл өкмөтү', 'Айылы', 'Район', 'Село', 'Адрес', 'Дареги', 'Жашаган жери', 'Municipality']],
    ['number', ['№', '№ п/п', 'п/п', 'No.', 'Т/с', 'Катар №']],
    ['family', ['Фамилия', 'Фамилиясы', 'Surname', 'Family name']],
    ['given', ['Имя', 'Аты', 'First name']],
    ['patronymic', ['Отчество', 'Атасынын аты', 'Patronymic']],
    [null, ['Кол тамгасы', 'Подпись', 'E-mail', 'Примечание']],
    [undefined, ['', 'Асанов Бакыт', 'Айыл өкмөтүнүн башчысы', 'Чолпон-Ата айыл аймагы', '1980', '2019 год', 'Жылы тосуп алуу', 'Список участников тренинга по гендерному бюджету и инклюзивному развитию в айылном аймаке Токтогул']],
  ])('[T77] %s', (role, headings) => {
    for (const h of headings) expect([h, headingRole(h.replace(' (Latin A)', ''))]).toEqual([h, role]);
  });
});

describe('columns of a list', () => {
  it('[T77] one row of headings', () => {
    expect(recognise(['№\tАты-жөнү\tЖынысы\tТуулган жылы\tКызматы\tТелефон\tКол тамгасы', '1\tАсанов Бакыт\tэ\t1980\tтургун\t0700123456\t'])).toEqual({
      columns: ['number', 'name', 'sex', 'birth', 'position', 'phone', null], from: 1,
    });
  });

  it('[T77] title lines above, three rows of headings with merged cells, and a row of column numbers', () => {
    const mapping = recognise([
      'Тренингдин катышуучуларынын тизмеси\t\t\t\t\t\t\t',
      'Токтогул району, Чолпон-Ата АА, 03.12.2019\t\t\t\t\t\t\t',
      '№\tКатышуучунун аты-жөнү\t\t\tЖынысы\tМаалымат\t\t',
      '\tФамилиясы\tАты\tАтасынын аты\t\tИштеген жери\t\tБайланыш',
      '\t\t\t\t\tУюм\tКызматы\tТелефон',
      '1\t2\t3\t4\t5\t6\t7\t8',
      '1\tАсанов\tБакыт\tЭркинович\tэ\tАйыл өкмөтү\tадис\t0700 123 456',
    ]);
    expect(mapping).toEqual({ columns: ['number', 'family', 'given', 'patronymic', 'sex', 'org', 'position', 'phone'], from: 6 });
  });

  it('[T77] a person’s row with a word that is also a heading is no heading', () => {
    expect(recognise(['ФИО;Место работы;Пол', 'Асанов Бакыт;Айыл өкмөтү;м', 'Сыдыкова Айгүл;Айыл өкмөтү;ж']).from).toBe(1);
  });

  it('[T77] parts of a name win over a whole name that stands above them; a lone family name is the whole', () => {
    expect(recognise(['ФИО;;Пол', 'Фамилия;Имя;', 'Асанов;Бакыт;м']).columns).toEqual(['family', 'given', 'sex']);
    expect(recognise(['Фамилия;Пол', 'Асанов Бакыт;м']).columns).toEqual(['name', 'sex']);
    expect(recognise(['Имя;Пол', 'Бакыт;м']).columns).toEqual(['name', 'sex']);
  });

  it('[T77] several columns of place, one of everything else', () => {
    expect(recognise(['Район;Айыл аймагы;ФИО;Телефон;Тел.', 'Сузак;Барпы;Асанов Бакыт;0700123456;0555123456']).columns).toEqual(['place', 'place', 'name', 'phone', null]);
  });

  it('[T77] no headings at all: one column of names', () => {
    expect(recognise(['Асанов Бакыт', 'Сыдыкова Айгүл Токтогуловна', 'Асан уулу Бакыт', 'Абрешова А.'])).toEqual({ columns: ['name'], from: 0 });
    expect(recognise(['Катышуучулардын тизмеси', 'Асанов Бакыт', 'Сыдыкова Айгүл'])).toEqual({ columns: ['name'], from: 1 });
    expect(recognise(['бакыт', 'айгүл'])).toEqual({ columns: ['name'], from: 0 });
  });

  it('[T77] no headings: columns by what stands in them', () => {
    expect(recognise(['1;Асанов Бакыт;м;1980;0700 123 456', '2;Сыдыкова Айгүл;ж;12.05.1975;+996 555 123 456', '3;Токоев Нурлан;м;;'])).toEqual({
      columns: ['number', 'name', 'sex', 'birth', 'phone'], from: 0,
    });
  });

  it('[T77] headings that leave out the name: found by what stands there', () => {
    expect(recognise(['№;;Пол;Телефон', '1;Асанов Бакыт;м;0700123456', '2;Сыдыкова Айгүл;ж;0700123457']).columns).toEqual(['number', 'name', 'sex', 'phone']);
  });

  it('[T77] duplicated headings and headings such as __proto__', () => {
    expect(recognise(['ФИО;ФИО;__proto__;constructor;Пол', 'Асанов Бакыт;x;1;2;м']).columns).toEqual(['name', null, null, null, 'sex']);
  });

  it('[T77] nothing in it: nothing to map', () => {
    expect(recognise([''])).toEqual({ columns: [], from: 0 });
  });
});
