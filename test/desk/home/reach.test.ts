import { lostInWords, whyUnreached, type Reachability } from '../../../src/features/reach/rules.ts';

const ADDED = new Date('2026-08-01T00:00:00Z');
const CHANGED = new Date('2026-10-05T00:00:00Z');
const GONE = new Date('2026-10-07T00:00:00Z');
const LOST = new Date('2026-10-09T00:00:00Z');

type Account = Reachability['accounts'][number];
const live: Account = { active: true, changedAt: CHANGED, workspaceRemovedAt: null };
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
