import { vocabulary } from '../reference/vocabulary.ts';
import { foldHeading } from './fold-heading.ts';

/** Words of posts after `foldHeading`; the first that fits holds, so that narrower ones stand above wider ones. */
const PATTERNS: readonly (readonly [role: string, pattern: RegExp])[] = [
  ['kenesh_chair', /(председател|торага|chair).*кенеш|кенеш\S* торага|chair\S* of .*kenesh/],
  ['city_kenesh', /(городск\S*|шаардык|г) кенеш\S*/],
  ['ao_deputy', /((зам|заместител|орун басар)\S* (главы|башчы)|башчысынын орун басары|deputy head)/],
  ['aiyl_head', /айыл башчы|(^| )староста|village head/],
  ['ao_secretary', /(отв|ответственн\S*) секретар|жооптуу катчы|executive secretary/],
  ['social_worker', /соц\S* ?(работник|педагог|адис|кызматкер|специалист)|специалист\S* по соц|social worker/],
  ['procurement', /закуп|сатып алуу|procurement/],
  ['finance', /бухгалтер|финанс|каржы|экономист|accountant|finance/],
  ['ao_head', /(^| )глава( |$).*(айыл|ао|а о)|(айыл окмот\S*|ао|а о) (глава|башчы)\S*|head of (aiyl|ayil|ao)/],
  ['state_admin', /гос ?админ|(мамлекеттик|государственн\S*|районн\S*) администрац|акимчилик|(^| )аким( |$)/],
  ['state_admin', /полномочн\S* представител|state administration/],
  ['city_admin', /(^| )мэри|(^| )мэр( |$)|mayor/],
  ['kenesh_deputy', /депутат\S*|deputy of .*kenesh|kenesh deputy/],
  ['ngo', /общественн\S* (организац|объединен|фонд)|коомдук (уюм|бирикме|фонд)|(^| )(нко|нпо|ngo|оо|кб)( |$)|civil society/],
  ['activist', /активист|ишмер|activist/],
  ['ao_specialist', /(специалист|адис)\S* (.* )?(айыл окмот\S*|ао|а о)( |$)|(^| )(айыл окмот\S*|ао|а о) .*(специалист|адис)/],
  ['ao_specialist', /specialist of (aiyl|ao)/],
  ['resident', /(^| )(жител|тургун|resident)/],
];

/** Deputies of the national parliament are no village deputies. */
const PARLIAMENT = /жогорку|(^| )жк( |$)|jogorku/;

/** Each label of the vocabulary, in three languages, folded. */
const labels = (): Map<string, string> =>
  new Map(vocabulary('participant_role').flatMap((e) => [e.ky, e.ru, e.en].map((word): [string, string] => [foldHeading(word), e.code])));

let known: ReadonlyMap<string, string> | undefined;

/** The role a post means, from the post and, for a bare «специалист», the organisation; null where it is not clear. */
export function roleOfPosition(position: string, org = ''): string | null {
  const post = foldHeading(position);
  if (post === '') return null;
  known ??= labels();
  const exact = known.get(post);
  if (exact !== undefined) return exact;
  const both = `${post} ${foldHeading(org)}`.trim();
  if (PARLIAMENT.test(both)) return null;
  const alone = PATTERNS.find(([, pattern]) => pattern.test(post));
  const found = alone ?? PATTERNS.find(([role, pattern]) => NEEDS_ORG.has(role) && pattern.test(both));
  return found?.[0] ?? null;
}

/** Posts that say what they are only beside the place of work. */
const NEEDS_ORG: ReadonlySet<string> = new Set(['ao_specialist', 'ao_head', 'ao_deputy', 'kenesh_chair', 'city_kenesh']);
