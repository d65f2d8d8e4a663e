// The watch that every house of the tests has over its log (test/support/house.ts): it must see what it is there for.
import { findSpoken } from './support/quiet-log.ts';

const STEP = 'Visit all four grade-5 math rooms';

describe('the watch over the log', () => {
  it.each([
    ['a step that somebody wrote', `{"text":"${STEP} today"}`, `“${STEP}”`],
    ['words that JSON writes otherwise', '{"a":"She said \\"no\\" to me"}', '“She said "no" to me”'],
    ['a bot token', '{"token":"xoxb-1234-abcd"}', 'a token of Slack'],
    ['a token of Microsoft', '{"t":"eyJhbGciOiJI.eyJzdWIiOiIx.xyz"}', 'a signed token'],
    ['a header', '{"h":"Bearer abcdefgh12"}', 'an authorization'],
    ['a private key', '{"pem":"-----BEGIN PRIVATE KEY"}', 'a private key'],
    ['a code', '{"code":"7K3M-Q0TV-9XHB"}', 'a one-time code'],
    ['an address', '{"to":"elena.rivera@harborcity.example"}', 'an address of somebody'],
    ['a name', '{"who":"Elena Rivera"}', '“Elena Rivera”'],
    ['a secret of the set-up', '{"x":"s3cr3t-signing"}', 'a secret of the set-up'],
  ])('sees %s', (_what, line, said) => {
    const words = [STEP, 'She said "no" to me', 'Elena Rivera', 'data'];
    expect(findSpoken([line], words, ['s3cr3t-signing'])).toEqual([`A line of the log has ${said}: ${line}`]);
  });

  it('lets ids, codes and words of the product pass', () => {
    const line =
      '{"work":"0199d9a0-0000-7000-8000-000000000001","job":"check-in.open","request":"teams:19:fcea65@thread.tacv2;messageid=1","need":"data","msg":"work was done"}';
    expect(findSpoken([line], [STEP, 'data', 'open'], ['short'])).toEqual([]);
  });
});
