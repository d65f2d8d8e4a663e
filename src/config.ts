// The only reader of the environment. Every name here stands in .env.example, and a test holds the two together.
import { z } from 'zod';
import { SetUpError } from './errors.ts';

const text = z.string().trim().min(1);
const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address that begins with http:// or https://' });
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const publicAddress = z
  .url({ protocol: /^https?$/, error: 'must be the https:// address under which Slack and Teams reach this server' })
  .refine((given) => {
    const { protocol, hostname } = new URL(given);
    return protocol === 'https:' || LOOPBACK.includes(hostname);
  }, 'must begin with https://; only on this machine itself may it be http://')
  .transform((given) => given.replace(/\/+$/, ''));
const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const tokenKeys = text.transform((ring, context) => {
  const keys = ring.split(',').map((entry) => keyOf(entry.trim()));
  const known = keys.filter((key) => key !== undefined);
  if (known.length === keys.length && new Set(known.map((key) => key.id)).size === keys.length) return known;
  context.addIssue(
    'must be ID:KEY, or several separated by commas, each ID once and each KEY 32 bytes in base64. Make a key with: openssl rand -base64 32',
  );
  return z.NEVER;
});

const tenantList = text.transform((list, context) => {
  const ids = list
    .split(',')
    .map((id) => id.trim().toLowerCase())
    .filter((id) => id !== '');
  if (ids.length > 0 && ids.every((id) => TENANT_ID.test(id))) return ids;
  context.addIssue('must be Entra tenant ids, separated by commas; each is like 00000000-1111-2222-3333-444444444444');
  return z.NEVER;
});

/** An empty line in .env means "not set". */
const Environment = z.object({
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3978),
  HOST: text.default('127.0.0.1'),
  DATA_DIR: text.default('.throughline'),
  TRUSTED_PROXIES: text
    .regex(
      /^[\w.:/ ]+(,[\w.:/ ]+)*$/,
      'must be addresses of proxies, or loopback, linklocal or uniquelocal, separated by commas',
    )
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must begin with postgresql://' }).optional(),
  DATABASE_POOL: z.coerce.number('must be a number').int().min(2).max(200).default(10),
  DELIVERY_DAYS: z.coerce.number('must be a number of days').int().min(30).max(3_650).default(400),
  BACKUP_DAYS: z.coerce.number('must be a number of days').int().min(0).max(3_650).default(35),
  OPERATIONS_KEY: text.min(24, 'must have at least 24 characters. Make one with: openssl rand -base64 32').optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must begin with xoxb-: copy the Bot User OAuth Token').optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text
    .startsWith('xapp-', 'must begin with xapp-: make an app-level token with connections:write')
    .optional(),
  SLACK_API_URL: webAddress.optional(),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: text.optional(),
  SLACK_PURGE_DAYS: z.coerce.number('must be a number of days').int().min(1).max(3_650).default(30),
  PUBLIC_URL: publicAddress.optional(),
  TOKEN_KEYS: tokenKeys.optional(),
  TEAMS_APP_ID: text.optional(),
  TEAMS_APP_PASSWORD: text.optional(),
  TEAMS_APP_CERTIFICATE_FILE: text.optional(),
  TEAMS_APP_IDENTITY: z.literal('managed', 'must be managed, or left out').optional(),
  TEAMS_APP_TENANT_ID: text.optional(),
  TEAMS_TENANTS: tenantList.optional(),
  TEAMS_CLOUD: z
    .enum(['public', 'gcc', 'gcch', 'dod', 'custom'], 'must be public, gcc, gcch, dod or custom')
    .default('public'),
  TEAMS_OPENID_METADATA_URL: webAddress.optional(),
  TEAMS_TOKEN_ISSUER: text.optional(),
  TEAMS_LOGIN_URL: webAddress.optional(),
  TEAMS_SIGN_IN_URL: webAddress.optional(),
  TEAMS_SERVICE_HOSTS: text.optional(),
});

export const ENVIRONMENT_NAMES = Object.keys(Environment.shape);

export interface SlackConfig {
  signingSecret: string;
  appToken?: string;
  apiUrl?: string;
  /** The one workspace whose token was copied; or `many`, never both. */
  botToken?: string;
  many?: ManyWorkspaces;
}

/** Any workspace may install the app by itself. */
export interface ManyWorkspaces {
  clientId: string;
  clientSecret: string;
  /** Without a slash at its end. */
  publicUrl: string;
  /** Slack's consent page, and where Slack opens an app, where a stand-in has its own. */
  authorizeUrl?: string;
  openUrl?: string;
  /** The first seals tokens, all of them open what they sealed. */
  tokenKeys: readonly TokenKey[];
  purgeDays: number;
}

export interface TokenKey {
  id: string;
  bytes: Buffer;
}

export interface TeamsConfig {
  appId: string;
  appTenantId: string;
  /** Exactly one of these three. */
  appPassword?: string;
  certificateFile?: string;
  managedIdentity?: true;
  /** The Entra tenants that are listened to, in lower case; every one where it is left out. */
  tenants?: string[];
  cloud: 'public' | 'gcc' | 'gcch' | 'dod' | 'custom';
  custom?: CustomCloud;
  /** Without a slash at its end. The personal tab needs it. */
  publicUrl?: string;
}

interface CustomCloud {
  openIdMetadataUrl: string;
  tokenIssuer: string;
  loginUrl: string;
  signInUrl?: string;
  serviceHosts: string[];
}

export interface Config {
  /** Days after which a message that came to its end is forgotten. */
  deliveryDays?: number;
  /** Days after which a backup is thrown away: so long it holds what was erased. */
  backupDays?: number;
  /** Opens the numbers and the page for operators. */
  operationsKey?: string;
  port: number;
  host: string;
  /** Without a slash at its end. */
  publicUrl?: string;
  /** The proxies before us; `loopback` if it is not said. */
  trustedProxies?: string;
  dataFolder: string;
  databaseUrl?: string;
  databasePool: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Seal tokens and backups. The first seals, all of them open what they sealed. */
  tokenKeys?: readonly TokenKey[];
  slack?: SlackConfig;
  teams?: TeamsConfig;
}

type Values = z.infer<typeof Environment>;

/** Reads and checks the environment; a SetUpError names every variable that is wrong and how to mend it. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => ENVIRONMENT_NAMES.includes(name) && value?.trim() !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new SetUpError(
      `The environment is not as it must be:\n${lines.join('\n')}\nLook at .env.example for what each name means.`,
    );
  }
  const values = parsed.data;
  const slack = slackOf(values);
  const teams = teamsOf(values);
  return {
    port: values.PORT,
    host: values.HOST,
    ...(values.TRUSTED_PROXIES === undefined ? {} : { trustedProxies: values.TRUSTED_PROXIES }),
    ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: values.PUBLIC_URL }),
    dataFolder: values.DATA_DIR,
    databasePool: values.DATABASE_POOL,
    logLevel: values.LOG_LEVEL,
    deliveryDays: values.DELIVERY_DAYS,
    backupDays: values.BACKUP_DAYS,
    ...(values.OPERATIONS_KEY === undefined ? {} : { operationsKey: values.OPERATIONS_KEY }),
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
    ...(values.TOKEN_KEYS === undefined ? {} : { tokenKeys: values.TOKEN_KEYS }),
    ...(slack ? { slack } : {}),
    ...(teams ? { teams } : {}),
  };
}

function slackOf(values: Values): SlackConfig | undefined {
  const many = manyOf(values);
  if (values.SLACK_BOT_TOKEN === undefined && many === undefined) {
    requireNone(values, ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'], 'SLACK_BOT_TOKEN (or SLACK_CLIENT_ID)');
    return undefined;
  }
  if (values.SLACK_BOT_TOKEN !== undefined && many !== undefined)
    throw new SetUpError(
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set. Keep SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many, and take the other out.',
    );
  if (values.SLACK_APP_TOKEN !== undefined && many !== undefined)
    throw new SetUpError(
      'SLACK_APP_TOKEN and SLACK_CLIENT_ID are both set. Socket Mode serves one workspace: take SLACK_APP_TOKEN out.',
    );
  if (values.SLACK_SIGNING_SECRET === undefined && values.SLACK_APP_TOKEN === undefined)
    throw new SetUpError(
      'SLACK_BOT_TOKEN is set, but SLACK_SIGNING_SECRET is not. Copy the Signing Secret from Basic Information, or set SLACK_APP_TOKEN to try it in Socket Mode.',
    );
  return {
    signingSecret: values.SLACK_SIGNING_SECRET ?? '',
    ...(values.SLACK_BOT_TOKEN === undefined ? {} : { botToken: values.SLACK_BOT_TOKEN }),
    ...(many === undefined ? {} : { many }),
    ...(values.SLACK_APP_TOKEN === undefined ? {} : { appToken: values.SLACK_APP_TOKEN }),
    ...(values.SLACK_API_URL === undefined ? {} : { apiUrl: values.SLACK_API_URL }),
  };
}

function manyOf(values: Values): ManyWorkspaces | undefined {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_SIGNING_SECRET: secret } = values;
  const { PUBLIC_URL: publicUrl, TOKEN_KEYS: keys, SLACK_PURGE_DAYS: purgeDays } = values;
  if (clientId === undefined && clientSecret === undefined) return undefined;
  if (clientId && clientSecret && secret && publicUrl && keys)
    return { clientId, clientSecret, publicUrl, tokenKeys: keys, purgeDays };
  const names = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET', 'PUBLIC_URL', 'TOKEN_KEYS'] as const;
  const missing = names.filter((name) => values[name] === undefined);
  throw new SetUpError(
    `Slack for many workspaces needs ${names.join(', ')} together; ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing. .env.example says where to find each.`,
  );
}

/** `2026-11:` and 32 bytes in base64; undefined where it is no such thing. */
function keyOf(entry: string): TokenKey | undefined {
  const [, id, key] = /^([\w.-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? [];
  return id === undefined || key === undefined ? undefined : { id, bytes: Buffer.from(key, 'base64') };
}

const PROOFS = ['TEAMS_APP_PASSWORD', 'TEAMS_APP_CERTIFICATE_FILE', 'TEAMS_APP_IDENTITY'] as const;

function teamsOf(values: Values): TeamsConfig | undefined {
  const { TEAMS_APP_ID: appId, TEAMS_APP_TENANT_ID: appTenantId } = values;
  const proofs = PROOFS.filter((name) => values[name] !== undefined);
  if (appId === undefined && appTenantId === undefined && proofs.length === 0) {
    requireNone(values, ['TEAMS_TENANTS'], 'TEAMS_APP_ID');
    return undefined;
  }
  const missing = [
    ...(['TEAMS_APP_ID', 'TEAMS_APP_TENANT_ID'] as const).filter((name) => values[name] === undefined),
    ...(proofs.length === 0 ? ['one of TEAMS_APP_PASSWORD, TEAMS_APP_CERTIFICATE_FILE and TEAMS_APP_IDENTITY'] : []),
  ];
  if (appId === undefined || appTenantId === undefined || missing.length > 0)
    throw new SetUpError(
      `Teams needs TEAMS_APP_ID, TEAMS_APP_TENANT_ID and what proves the app: a secret, a certificate or a managed identity. Please set ${missing.join(' and ')}. You find them on the bot's page in Azure.`,
    );
  if (proofs.length > 1)
    throw new SetUpError(
      `${proofs.join(' and ')} are set, and only one of them may prove the app. Take the other out.`,
    );
  const custom = values.TEAMS_CLOUD === 'custom' ? customCloud(values) : undefined;
  return {
    ...{ appId, appTenantId, cloud: values.TEAMS_CLOUD },
    ...(values.TEAMS_APP_PASSWORD === undefined ? {} : { appPassword: values.TEAMS_APP_PASSWORD }),
    ...(values.TEAMS_APP_CERTIFICATE_FILE === undefined ? {} : { certificateFile: values.TEAMS_APP_CERTIFICATE_FILE }),
    ...(values.TEAMS_APP_IDENTITY === undefined ? {} : { managedIdentity: true }),
    ...(values.TEAMS_TENANTS === undefined ? {} : { tenants: values.TEAMS_TENANTS }),
    ...(custom ? { custom } : {}),
    ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: values.PUBLIC_URL }),
  };
}

function customCloud(values: Values): CustomCloud {
  const names = ['TEAMS_OPENID_METADATA_URL', 'TEAMS_TOKEN_ISSUER', 'TEAMS_LOGIN_URL', 'TEAMS_SERVICE_HOSTS'] as const;
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length > 0) throw new SetUpError(`TEAMS_CLOUD=custom needs ${missing.join(', ')} as well.`);
  return {
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL ?? '',
    tokenIssuer: values.TEAMS_TOKEN_ISSUER ?? '',
    loginUrl: values.TEAMS_LOGIN_URL ?? '',
    ...(values.TEAMS_SIGN_IN_URL === undefined ? {} : { signInUrl: values.TEAMS_SIGN_IN_URL }),
    serviceHosts: (values.TEAMS_SERVICE_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  };
}

function requireNone(values: Values, names: readonly (keyof Values)[], needed: string): void {
  const set = names.filter((name) => values[name] !== undefined);
  if (set.length > 0)
    throw new SetUpError(
      `${set.join(' and ')} is set, but ${needed} is not. Set it as well, or take ${set.join(' and ')} out.`,
    );
}
