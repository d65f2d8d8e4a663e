// Why somebody cannot be reached, in words that an administrator can act on.
import type { PlatformName } from '../../db/generated/enums.ts';
import { lostInWords } from '../reasons.ts';

export interface Reachability {
  name: string;
  /** Since when the person is in the roster. */
  addedAt: Date;
  /** Where the person is to be reached; undefined where nobody has said. */
  prefers?: PlatformName;
  accounts: readonly {
    platform: PlatformName;
    active: boolean;
    changedAt: Date;
    /** Since when the app is gone from the account's workspace. */
    workspaceRemovedAt: Date | null;
  }[];
  /** The newest message to this person, where it will not arrive. */
  lost: { reason: string; at: Date } | undefined;
}

export interface WorkspaceAtHome {
  platform: PlatformName;
  name: string;
  removedAt: Date | null;
}

export interface ChannelAtHome {
  organization: string;
  platform: PlatformName | undefined;
  /** What the platform has told of the place: nothing can be posted there. */
  gone?: { why: 'removed' | 'deleted' | 'archived'; at: Date };
  /** Of the newest post: `SENT`, or why it will not arrive. */
  last: { status: string; reason: string | null; at: Date } | undefined;
}

export interface Unreached {
  why: string;
  since: Date;
  /** Where the person adds the app for themselves to be reached again. */
  addsOn?: PlatformName;
}

export function whyUnreached({ addedAt, prefers, accounts, lost }: Reachability): Unreached | undefined {
  if (accounts.length === 0 && prefers === 'TEAMS')
    return { why: 'has not added the app in Microsoft Teams yet', since: addedAt, addsOn: 'TEAMS' };
  if (accounts.length === 0)
    return {
      why: 'no Slack or Teams account is known. The addresses must match, or a link code ties them',
      since: addedAt,
    };
  const live = accounts.filter((account) => account.active);
  if (live.length === 0)
    return {
      why: 'the app was removed or the account was closed',
      since: latest(accounts.map((one) => one.changedAt)),
      ...(accounts.some((account) => account.platform === 'TEAMS') ? { addsOn: 'TEAMS' as const } : {}),
    };
  const gone = live.flatMap((account) => account.workspaceRemovedAt ?? []);
  if (gone.length === live.length)
    return { why: 'the app was taken out of the workspace or is switched off there', since: latest(gone) };
  return lost && { why: lostInWords(lost.reason), since: lost.at };
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}
