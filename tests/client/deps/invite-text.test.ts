import { describe, expect, it } from 'vitest';
import { inviteIn } from '../../../src/client/deps/invite-text.ts';

const SECRET = 'abcdefghjkmnpqrstvwxyz2345';
const LINK = `https://tizme.example/#j=${SECRET}`;

describe('an invitation in a text', () => {
  it.each([
    ['the link', LINK], ['the hash', `#j=${SECRET}`], ['the code', SECRET], ['a full stop behind', `${LINK}.`], ['a bracket', `(${LINK})`],
    ['quotes', `«${LINK}»`], ['quotes as the address has them', `#j=${SECRET}%C2%BB`], ['blanks', `  ${LINK} \n`], ['a blank as the address has it', `#j=${SECRET}%20`],
    ['words behind', `${LINK}, ждём вас!`], ['words before', `Шилтеме: ${LINK}`], ['a capital J', LINK.replace('#j', '#J')], ['a host in capitals', LINK.replace('https://tizme.example', 'HTTPS://TIZME.EXAMPLE')],
    ['signs that are not seen', `${LINK}\u200b\ufeff`], ['a lone percent sign', `${LINK}%`], ['a code in groups', 'abcde fghjk mnpqr stvwx yz2345.'], ['a code with dashes', 'abcde-fghjk-mnpqr-stvwx-yz2345'],
  ])('%s', (_, text) => {
    expect(inviteIn(text)).toBe(SECRET);
  });

  it('in capitals stays so: the endpoint reads it', () => {
    expect(inviteIn(LINK.toUpperCase())).toBe(SECRET.toUpperCase());
  });

  it.each([['nothing', ''], ['a greeting', 'салам'], ['a cut link', 'https://tizme.example/#j=abc'], ['an empty one', '#j='], ['only signs', '#j=%C2%BB.'], ['a few words', 'hello there you']])('%s is none', (_, text) => {
    expect(inviteIn(text)).toBeUndefined();
  });
});
