/** What a column holds: `import.column_<role>` in locales. Several columns may hold parts of a name, or of a place. */
export type ColumnRole =
  | 'number' | 'name' | 'family' | 'given' | 'patronymic' | 'sex' | 'birth' | 'age' | 'phone' | 'org' | 'position' | 'place';

/**
 * Headings after `foldHeading` (ң ө ү ё are н о у е, № is «no»), in three languages; the first that fits holds.
 * `null`: known, of no use here. Whole headings but where a pattern is open at the end.
 */
export const HEADING_PATTERNS: readonly (readonly [ColumnRole | null, RegExp])[] = [
  [null, /^(кол тамга|колу|подпис|роспис|signature|sign$|e ?mail|эл почта|электрон)/],
  [null, /^(эскертуу|примечани|notes?$|дата регистрации)/],
  ['number', /^(#|n|no|nr|nn|пп|п п|номер|номери|иретт? номери|катар( номери| no)?|т с|т р|number)( ?п ?п| пп)?$/],
  ['phone', /^((номер|моб\S*|контакт\S*|сотов\S*|уюлдук|байланыш)( \S+)? )?(тел\S*|phones?|mobile|whats ?app|ватсап)( номери?| number| no)?$/],
  ['phone', /^(контакт(ы|ные данные|тар\S*)?|байланыш( \S+)?|(phone|mobile|contact|telephone|cell)( phone)?( number| no)?)$/],
  ['phone', /^(моб\S* номери?|сотка)$/],
  ['birth', /^(туулган( \S+)*|туу\S* жылы?|т ж|жылы?|(год|дата|день|число)( \S+){0,3} рож\S*|год( р)?|[гд] ?р|[гд] рож\S*)$/],
  ['birth', /^((year|date) of birth|birth( ?(year|date|day))?|dob|yob|born|year)$/],
  ['sex', /^(пол|жынысы?|sex|gender|м ж|ж м|э а|а э|m f|f m)( (м ж|ж м|э а|а э|m f|f m))?$/],
  ['age', /^(возраст(ная группа)?|жашы?|жаш (курагы?|тобу|курак тобу)|age( group)?|полных лет|толук жашы|сколько лет)$/],
  ['patronymic', /^(отчество|атасынын (аты|ысмы)|patronymic|middle name|father s name)$/],
  ['name', /^((аты|ысымы) (жону|фамилия\S*)|фамилия\S*( и)? (имя|и о|аты|ысымы|инициал\S*)|имя( и)? фамилия)/],
  ['name', /^(ф и о|ф и|фио|фаа|ф а а|толук аты|адамдын аты)/],
  ['name', /^(names?$|(full|participant s|surname and|family and given) name|name and surname|(name )?surname name)/],
  ['name', /^(участники?|имя участника|список участников|слушател\S*|participants?)$/],
  ['name', /^(катышуучу(лар)?|катышуучу\S* аты\S*( \S+)?|угуучу\S*)$/],
  ['family', /^(фамилия(сы)?|family( name)?|surname|last name)$/],
  ['given', /^(имя|аты|ысымы|(first|given) name)$/],
  ['position', /^((занимаемая )?должност\S*( \S+){0,4}|(ээлеген )?кызмат(ы|тык орду| орду)?( \S+){0,3})$/],
  ['position', /^(position|job( title)?|occupation|роль|ролу|role|кесиби|профессия)$/],
  ['position', /^(место работы|иштеген жери|организация|уюм\S*|мекеме\S*)( и| жана|) ?(должност\S*|кызмат\S*)( орду)?$/],
  ['org', /^((место|организация) работы|организаци\S*( \S+)?|учрежден\S*( \S+)?)$/],
  ['org', /^(уюм(у|дун (аты|аталышы))?|мекеме(си|нин (аты|аталышы))?|иштеген (жери|уюму|мекемеси)|иш орду)$/],
  ['org', /^((name of )?organi[sz]ation|institution|employer|company|workplace|place of work)$/],
  ['place', /^(айыл(ы|дын аты)?( (аймагы?|окмоту?)(\S* (аты|аталышы))?)?|аа|ао|сельская управа|населенный пункт|село)$/],
  ['place', /^(((катышуучунун|participant s) )?муниципалитет\S*( участника)?|(participant s )?municipality|aiyl (aimak|okmotu)|a o)$/],
  ['place', /^(адрес( \S+)?|дареги|жашаган (жери|айылы)|турган жери|место жительства|address|village)$/],
  ['place', /^(району?|rayon|district|город|шаары?|область|облусу?|oblast|region)$/],
];
