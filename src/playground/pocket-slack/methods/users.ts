import { z } from 'zod';
import type { User, Workspace, World } from '../world.ts';
import { inWorkspace } from '../world.ts';
import { answerWithPage } from './conversations.ts';
import type { Method } from './method.ts';
import { count, flag, refuse, withArguments, word } from './method.ts';
import { pageOf } from './page-of.ts';

export const userMethods: Record<string, Method> = {
  'users.info': {
    scopes: ['users:read'],
    perMinute: 100,
    run: withArguments(
      z.object({ user: word, include_locale: flag }),
      (world, workspace, { user: id, include_locale }) => {
        const user = world.users.get(inWorkspace(workspace.id, id ?? ''));
        return user
          ? { ok: true, user: describeUser(world, user, workspace, include_locale) }
          : refuse('user_not_found');
      },
    ),
  },
  'users.list': {
    scopes: ['users:read'],
    perMinute: 20,
    run: withArguments(
      z.object({ cursor: word, limit: count, include_locale: flag }),
      (world, workspace, { cursor, limit, include_locale }) => {
        const all = [...world.users.values()].filter((user) => user.workspaceId === workspace.id);
        const page = pageOf(all, cursor, limit ?? 200);
        if (!page) return refuse('invalid_cursor');
        return {
          ok: true,
          members: page.items.map((user) => describeUser(world, user, workspace, include_locale)),
          cache_ts: Math.floor(world.now().getTime() / 1000),
          response_metadata: { next_cursor: page.nextCursor },
        };
      },
    ),
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    perMinute: 50,
    run: withArguments(z.object({ email: word }), (world, workspace, { email }) => {
      const user = [...world.users.values()].find(
        (one) =>
          one.workspaceId === workspace.id &&
          !one.isBot &&
          !one.deleted &&
          one.email.toLowerCase() === (email ?? '').toLowerCase(),
      );
      return user ? { ok: true, user: describeUser(world, user, workspace, false) } : refuse('users_not_found');
    }),
  },
  'users.conversations': {
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    perMinute: 50,
    run: withArguments(
      z.object({ user: word, types: word, cursor: word, limit: count, exclude_archived: flag }),
      (world, workspace, { user, ...asked }) => answerWithPage(world, workspace, asked, user ?? workspace.botUserId),
    ),
  },
};

function describeUser(world: World, user: User, workspace: Workspace, withLocale: boolean | undefined) {
  const withEmail = workspace.scopes.includes('users:read.email') && user.email !== '';
  return {
    id: user.id,
    team_id: user.workspaceId,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    ...(user.deleted ? {} : { tz: user.tz, tz_label: user.tz, tz_offset: offsetSeconds(user.tz, world.now()) }),
    profile: {
      real_name: user.realName,
      display_name: user.name,
      team: user.workspaceId,
      ...(withEmail ? { email: user.email } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: user.isGuest,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    updated: Math.floor(world.now().getTime() / 1000),
    ...(withLocale === true ? { locale: 'en-US' } : {}),
  };
}

function offsetSeconds(tz: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(at);
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}
