import { parseMrkdwn } from '../../../src/playground/page/slack-mrkdwn.ts';

const line = (...inside: object[]) => [{ kind: 'line', inside }];
const text = (words: string) => ({ kind: 'text', text: words });

it.each<[string, string, object[]]>([
  [
    'bold, italic and strike',
    '*a* _b_ ~c~',
    line({ kind: 'bold', inside: [text('a')] }, text(' '), { kind: 'italic', inside: [text('b')] }, text(' '), {
      kind: 'strike',
      inside: [text('c')],
    }),
  ],
  [
    'italic inside bold',
    '*a _b_*',
    line({ kind: 'bold', inside: [text('a '), { kind: 'italic', inside: [text('b')] }] }),
  ],
  ['marks inside words left alone', 'snake_case_name 2*3*4', line(text('snake_case_name 2*3*4'))],
  ['code without marks in it', '`*a*`', line({ kind: 'code', text: '*a*' })],
  ['escapes', 'a &lt;b&gt; &amp; c', line(text('a <b> & c'))],
  [
    'a link with words',
    '<https://x.example/?a=1&amp;b=2|here>',
    line({ kind: 'link', href: 'https://x.example/?a=1&b=2', inside: [text('here')] }),
  ],
  [
    'a mail address',
    '<mailto:a@x.example>',
    line({ kind: 'link', href: 'mailto:a@x.example', inside: [text('a@x.example')] }),
  ],
  ['no link that runs code', '<javascript:alert(1)|x>', line(text('<javascript:alert(1)|x>'))],
  [
    'people and channels',
    '<@U1> <#C1|team>',
    line({ kind: 'mention', id: 'U1' }, text(' '), { kind: 'mention', id: 'C1', label: 'team' }),
  ],
  ['a call to everyone', '<!here>', line({ kind: 'broadcast', range: 'here' })],
  ['a day for those who cannot format it', '<!date^1|Friday>', line(text('Friday'))],
  [
    'pictures by name, and names that are none',
    ':tada: :nope: 10:30:15',
    line(text('🎉'), text(' '), text(':nope:'), text(' 10:30:15')),
  ],
])('reads %s', (_name, source, parts) => {
  const merged = parseMrkdwn(source);
  expect(merged).toEqual(parts);
});

it('reads quotes, lines and code blocks', () => {
  expect(parseMrkdwn('a\n> b\n```x *y*\nz```')).toEqual([
    { kind: 'line', inside: [text('a')] },
    { kind: 'quote', inside: [text('b')] },
    { kind: 'line', inside: [] },
    { kind: 'pre', text: 'x *y*\nz' },
  ]);
});
