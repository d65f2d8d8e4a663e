/** From the code that an administrator brings back to an installation. */
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Installation } from '../../../chat/installation.ts';
import { reasonOf } from '../errors.ts';
import type { Trouble } from './pages.ts';

export interface Credentials {
  clientId: string;
  clientSecret: string;
  redirectUrl: string;
}

const Named = z.looseObject({ id: z.string().min(1), name: z.string().default('') });
const Granted = z.looseObject({
  app_id: z.string(),
  token_type: z.literal('bot'),
  access_token: z.string().min(1),
  bot_user_id: z.string().min(1),
  scope: z.string(),
  team: Named.nullish(),
  enterprise: Named.nullish(),
  is_enterprise_install: z.boolean().default(false),
  authed_user: z.looseObject({ id: z.string() }).nullish(),
  /** Only with token rotation, which is off. */
  expires_in: z.number().optional(),
});
type Granted = z.infer<typeof Granted>;

export type Outcome = { installation: Installation } | { trouble: Trouble; reason: string };

/** A code is good once and for ten minutes. */
const CODE_IS_SPENT = new Set([
  'invalid_code',
  'code_already_used',
  'code_expired',
  'oauth_authorization_url_mismatch',
]);
const CREDENTIALS_ARE_WRONG = new Set([
  'invalid_client_id',
  'bad_client_secret',
  'bad_redirect_uri',
  'invalid_arguments',
  'invalid_grant_type',
  'no_scopes',
]);

export async function exchangeCode(
  line: webApi.WebClient,
  { clientId, clientSecret, redirectUrl }: Credentials,
  code: string,
  now: Date,
): Promise<Outcome> {
  try {
    const answer = await line.apiCall('oauth.v2.access', {
      client_id: clientId,
      client_secret: clientSecret,
      code,
      redirect_uri: redirectUrl,
    });
    return toInstallation(Granted.parse(answer), now);
  } catch (error) {
    const reason = reasonOf(error);
    if (CODE_IS_SPENT.has(reason)) return { trouble: 'too-late', reason };
    return { trouble: CREDENTIALS_ARE_WRONG.has(reason) ? 'set-up' : 'slack-away', reason };
  }
}

function toInstallation(granted: Granted, now: Date): Outcome {
  // Such a token would be dead tomorrow, and nobody would know why.
  if (granted.expires_in !== undefined) return { trouble: 'set-up', reason: 'token_rotation_is_on' };
  const isOrganization = granted.is_enterprise_install;
  const where = isOrganization ? granted.enterprise : granted.team;
  if (where === undefined || where === null) return { trouble: 'slack-away', reason: 'unreadable_answer' };
  return {
    installation: {
      platform: 'slack',
      teamId: where.id,
      name: where.name,
      isOrganization,
      ...(granted.enterprise ? { enterpriseId: granted.enterprise.id } : {}),
      appId: granted.app_id,
      botUserId: granted.bot_user_id,
      botToken: granted.access_token,
      scopes: granted.scope.split(',').filter((scope) => scope !== ''),
      ...(granted.authed_user ? { installedBy: granted.authed_user.id } : {}),
      installedAt: now,
    },
  };
}
