import { z } from 'zod';
import { inWorkspace } from '../world.ts';
import { answerWithPage } from './conversations.ts';
import { describeUser } from './describe-user.ts';
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
    needsTeam: true,
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
          !one.isStranger &&
          !one.deleted &&
          one.email.toLowerCase() === (email ?? '').toLowerCase(),
      );
      return user ? { ok: true, user: describeUser(world, user, workspace, false) } : refuse('users_not_found');
    }),
  },
  'users.conversations': {
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    needsTeam: true,
    perMinute: 50,
    run: withArguments(
      z.object({ user: word, types: word, cursor: word, limit: count, exclude_archived: flag }),
      (world, workspace, { user, ...asked }) => answerWithPage(world, workspace, asked, user ?? workspace.botUserId),
    ),
  },
};
