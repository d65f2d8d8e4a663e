/** Whose request it is: one reading of Slack's envelope, for the gate, for the token and for the interaction alike. */
import { z } from 'zod';

export interface Whose {
  /** The installation: the workspace, or the organization where the app was installed once for all of its workspaces. */
  teamId: string;
  /** Within an organization's installation: the workspace where it happened, where Slack says so. */
  workspaceId?: string | undefined;
  /** The organization that the workspace belongs to, whoever installed the app. */
  enterpriseId?: string | undefined;
}

const Id = z
  .string()
  .regex(/^[\w.:-]{1,200}$/)
  .nullish()
  .catch(undefined);
/** A typed command says it as a word. */
const Flag = z.union([z.boolean(), z.literal(['true', 'false']).transform((word) => word === 'true')]).optional();

const Authorization = z.looseObject({ team_id: Id, enterprise_id: Id, is_enterprise_install: Flag.catch(false) });
const Envelope = z.looseObject({
  team_id: Id,
  enterprise_id: Id,
  is_enterprise_install: Flag.catch(false),
  authorizations: z.array(Authorization).nullish().catch(undefined),
  team: z.looseObject({ id: Id, enterprise_id: Id }).nullish().catch(undefined),
  enterprise: z.looseObject({ id: Id }).nullish().catch(undefined),
  user: z.looseObject({ team_id: Id }).nullish().catch(undefined),
  view: z.looseObject({ app_installed_team_id: Id }).nullish().catch(undefined),
});
type Envelope = z.infer<typeof Envelope>;

/** Undefined where the envelope does not say whose it is. */
export function installationOf(payload: unknown): Whose | undefined {
  const read = Envelope.safeParse(payload);
  if (!read.success) return undefined;
  const envelope = read.data;
  const authorization = envelope.authorizations?.[0];
  const enterpriseId =
    (authorization === undefined
      ? (envelope.enterprise?.id ?? envelope.team?.enterprise_id ?? envelope.enterprise_id)
      : authorization.enterprise_id) ?? undefined;
  const isOrganization = (authorization ?? envelope).is_enterprise_install === true;
  const workspaceId = workspaceOf(envelope, isOrganization);
  if (!isOrganization)
    return workspaceId === undefined
      ? undefined
      : { teamId: workspaceId, ...(enterpriseId === undefined ? {} : { enterpriseId }) };
  if (enterpriseId === undefined) return undefined;
  return {
    teamId: enterpriseId,
    ...(workspaceId === undefined || workspaceId === enterpriseId ? {} : { workspaceId }),
    enterpriseId,
  };
}

/**
 * In a window that came out of a shared channel, `team` is not the workspace that has the app. With an organization's
 * installation it may be null; then the person's own workspace is the best that is known.
 */
function workspaceOf(envelope: Envelope, isOrganization: boolean): string | undefined {
  const { authorizations, view, team, team_id, user } = envelope;
  const said = authorizations?.[0]?.team_id ?? view?.app_installed_team_id ?? team?.id ?? team_id ?? undefined;
  return said ?? (isOrganization ? (user?.team_id ?? undefined) : undefined);
}

/**
 * An address that takes answers names the workspace it answers in, as `https://hooks.slack.com/commands/T123/…`. False for
 * one that names another: no token guards what is sent there.
 */
export function isAnswerAtHome(responseUrl: string, whose: Whose): boolean {
  const place = new URL(responseUrl).pathname.split('/')[2] ?? '';
  return !/^[TE][A-Z0-9]+$/.test(place) || [whose.teamId, whose.workspaceId, whose.enterpriseId].includes(place);
}
