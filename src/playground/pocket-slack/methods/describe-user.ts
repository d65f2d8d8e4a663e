/** A person as the Web API and the events show them, as far as the app's scopes let it see. */
import type { User, Workspace, World } from '../world.ts';

export function describeUser(world: World, user: User, workspace: Workspace, withLocale = false) {
  const { tz } = user;
  const withEmail = workspace.scopes.includes('users:read.email') && user.email !== '' && !user.isStranger;
  const teamId = user.homeTeamId ?? user.workspaceId;
  return {
    id: user.id,
    team_id: teamId,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    ...(user.deleted || tz === undefined ? {} : { tz, tz_label: tz, tz_offset: offsetSeconds(tz, world.now()) }),
    profile: {
      real_name: user.realName,
      display_name: user.name,
      team: teamId,
      ...(withEmail ? { email: user.email } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: user.isGuest,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    ...(user.isStranger ? { is_stranger: true } : {}),
    updated: Math.floor(world.now().getTime() / 1000),
    ...(workspace.enterpriseId === undefined || user.isStranger
      ? {}
      : {
          enterprise_user: {
            id: user.id,
            enterprise_id: workspace.enterpriseId,
            enterprise_name: world.organizations.get(workspace.enterpriseId)?.name,
            is_admin: false,
            is_owner: false,
            teams: listTeamsOf(world, user, workspace.enterpriseId),
          },
        }),
    ...(withLocale ? { locale: 'en-US' } : {}),
  };
}

function listTeamsOf(world: World, { id }: User, enterpriseId: string): string[] {
  return [...world.users.values()].flatMap((one) =>
    one.id === id && world.workspaces.get(one.workspaceId)?.enterpriseId === enterpriseId ? [one.workspaceId] : [],
  );
}

function offsetSeconds(tz: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(at);
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}
