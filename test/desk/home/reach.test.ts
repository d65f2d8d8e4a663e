import { whyUnreached, type Reachability } from '../../../src/features/reach/rules.ts';
import { peopleSection, placesSection } from '../../../src/features/reach/screens.ts';
import { lostInWords } from '../../../src/features/reasons.ts';

const ADDED = new Date('2026-08-01T00:00:00Z');
const CHANGED = new Date('2026-10-05T00:00:00Z');
const GONE = new Date('2026-10-07T00:00:00Z');
const LOST = new Date('2026-10-09T00:00:00Z');

type Account = Reachability['accounts'][number];
const live: Account = { platform: 'TEAMS', active: true, changedAt: CHANGED, workspaceRemovedAt: null };
const retired: Account = { ...live, active: false };
const homeless: Account = { ...live, workspaceRemovedAt: GONE };

function person(accounts: Account[], lost?: string): Reachability {
  return { name: 'Ada', addedAt: ADDED, accounts, lost: lost === undefined ? undefined : { reason: lost, at: LOST } };
}

it.each([
  ['nobody knows an account', person([]), /^no Slack or Teams account/, ADDED],
  ['every account is closed', person([retired, retired]), /^the app was removed/, CHANGED],
  ['the app is gone from the workspace', person([homeless, retired]), /^the app was taken out/, GONE],
  ['the last message was lost', person([live], 'user_disabled'), /^the account is closed$/, LOST],
  ['no account, whatever was lost', person([], 'user_disabled'), /^no Slack or Teams account/, ADDED],
])('says why and since when, where %s', (_, who, why, since) => {
  const unreached = whyUnreached(who);

  expect(unreached?.why).toMatch(why);
  expect(unreached?.since).toEqual(since);
});

it.each([
  ['one of two accounts lives', person([live, retired])],
  ['one of two workspaces has the app', person([live, homeless])],
])('has nothing to say where %s', (_, who) => {
  expect(whyUnreached(who)).toBeUndefined();
});

it('says a code that it does not know as it is, and nothing that is no code', () => {
  expect(lostInWords('ekm_access_denied')).toBe('the last message did not arrive (ekm_access_denied)');
  expect(lostInWords('She wrote: the principal is tired')).toBe(
    'the last message did not arrive (no reason was given)',
  );
});

const onTeams = (accounts: Account[]): Reachability => ({ ...person(accounts), prefers: 'TEAMS' });

it.each([
  ['has not added the app in Teams', onTeams([]), 'TEAMS'],
  ['took it away there', person([retired]), 'TEAMS'],
  ['closed an account in Slack', person([{ ...retired, platform: 'SLACK' }]), undefined],
  ['is nowhere known', person([]), undefined],
])('knows where somebody adds the app who %s', (_, who, addsOn) => {
  expect(whyUnreached(who)?.addsOn).toBe(addsOn);
});

const LINK = 'https://teams.microsoft.com/l/app/7f5d3c1e-0b1a-4a58-9d0e-6f2a5b8c9d10';
const linksOf = (unreached: Parameters<typeof peopleSection>[0], links?: { teams: string }) =>
  peopleSection(unreached, 3, links).parts.flatMap((part) => (part.kind === 'link' ? [part.url] : []));

it('gives the administrator an address to send to those who have not added the app, and to nobody else', () => {
  const missing = { name: 'Ada', why: 'has not added the app', since: ADDED, addsOn: 'TEAMS' as const };
  const closed = { name: 'Ben', why: 'the account is closed', since: ADDED };

  expect(linksOf([missing, closed], { teams: LINK })).toEqual([LINK]);
  expect(linksOf([closed], { teams: LINK })).toEqual([]);
  expect(linksOf([missing])).toEqual([]);
});

it.each([
  ['removed', /taken out of the team/],
  ['deleted', /was deleted/],
  ['archived', /was archived/],
] as const)('says of a summary whose place is %s that it cannot be posted, and since when', (why, words) => {
  const channel = { organization: 'Harbor City', platform: 'TEAMS' as const, gone: { why, at: GONE }, last: undefined };
  const [list] = placesSection({ workspaces: [], channels: [channel] }).parts;

  expect(JSON.stringify(list)).toMatch(words);
  expect(JSON.stringify(list)).toMatch(/cannot be posted since .*Oct 7/);
});
