/** A person as Slack describes them, in an answer or in an event; which of them are people of ours, and as whom. */
import { z } from 'zod';
import type { Profile } from '../../chat/platform.ts';
import type { Whose } from './whose.ts';
import { clean, cut } from './words.ts';

/** An address that is none cannot be anybody's. */
const Email = z
  .string()
  .max(320)
  .regex(/^[^\s\0\p{Surrogate}@]+@[^\s\0\p{Surrogate}@]+$/u)
  .nullish()
  .catch(undefined);
const LONGEST_NAME = 200;

export const User = z.looseObject({
  id: z.string(),
  team_id: z.string().nullish(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_email_confirmed: z.boolean().optional(),
  /** Only of people in an organization with several workspaces. */
  enterprise_user: z.looseObject({ enterprise_id: z.string() }).nullish(),
  tz: z.string().nullish(),
  real_name: z.string().nullish(),
  profile: z.looseObject({ email: Email, real_name: z.string().nullish() }).default({}),
});
export type User = z.infer<typeof User>;

/** Slack's own helper is an account without the mark of a bot. */
const SLACKBOT = 'USLACKBOT';

/** Apps read and answer nothing. */
export function isApp(user: User): boolean {
  return user.is_bot || user.id === SLACKBOT;
}

export function isGuest(user: User): boolean {
  return user.is_restricted || user.is_ultra_restricted;
}

/** Who comes from elsewhere, over a shared channel. Within one organization the workspaces are of one house. */
export function isOutsider({ teamId, enterpriseId }: Whose, user: User): boolean {
  if (user.is_stranger) return true;
  if (enterpriseId !== undefined && user.enterprise_user) return user.enterprise_user.enterprise_id !== enterpriseId;
  const home = user.team_id ?? undefined;
  return home !== undefined && home !== teamId && home !== enterpriseId;
}

/** Undefined for an app and for an outsider. An account that was closed still has a profile. */
export function profileOf(whose: Whose, user: User): Profile | undefined {
  if (isApp(user) || isOutsider(whose, user)) return undefined;
  const name = cut(clean(user.profile.real_name ?? user.real_name ?? ''), LONGEST_NAME);
  const { teamId, workspaceId } = whose;
  return {
    userId: user.id,
    ...emailOf(user),
    ...(name === '' ? {} : { name }),
    ...(isTimeZone(user.tz) ? { timeZone: user.tz } : {}),
    ...(isGuest(user) ? { isGuest: true } : {}),
    address: { teamId, ...(workspaceId === undefined ? {} : { workspaceId }), userId: user.id },
  };
}

/** Only what Slack has verified may connect an account with a person of the roster. */
export function emailOf(user: User): { email?: string } {
  const email = user.profile.email ?? '';
  return email === '' || user.is_email_confirmed === false ? {} : { email: email.toLowerCase() };
}

function isTimeZone(zone: string | null | undefined): zone is string {
  if (zone === undefined || zone === null || !/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
