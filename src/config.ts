// The only reader of the environment. Every name here stands in .env.example, and a test holds the two together.
import { z } from 'zod';
import { SetUpError } from './errors.ts';

const text = z.string().trim().min(1);
const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address that begins with http:// or https://' });

/** An empty line in .env means "not set". */
const Environment = z.object({
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3978),
  HOST: text.default('127.0.0.1'),
  DATA_DIR: text.default('.throughline'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must begin with postgresql://' }).optional(),
  DATABASE_POOL: z.coerce.number('must be a number').int().min(2).max(200).default(10),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must begin with xoxb-: copy the Bot User OAuth Token').optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text
    .startsWith('xapp-', 'must begin with xapp-: make an app-level token with connections:write')
    .optional(),
  SLACK_API_URL: webAddress.optional(),
  TEAMS_APP_ID: text.optional(),
  TEAMS_APP_PASSWORD: text.optional(),
  TEAMS_APP_TENANT_ID: text.optional(),
  TEAMS_CLOUD: z
    .enum(['public', 'gcc', 'gcch', 'dod', 'custom'], 'must be public, gcc, gcch, dod or custom')
    .default('public'),
  TEAMS_OPENID_METADATA_URL: webAddress.optional(),
  TEAMS_TOKEN_ISSUER: text.optional(),
  TEAMS_LOGIN_URL: webAddress.optional(),
  TEAMS_SERVICE_HOSTS: text.optional(),
});

export const ENVIRONMENT_NAMES = Object.keys(Environment.shape);

export interface SlackConfig {
  botToken: string;
  signingSecret: string;
  appToken?: string;
  apiUrl?: string;
}

export interface TeamsConfig {
  appId: string;
  appPassword: string;
  appTenantId: string;
  cloud: 'public' | 'gcc' | 'gcch' | 'dod' | 'custom';
  custom?: { openIdMetadataUrl: string; tokenIssuer: string; loginUrl: string; serviceHosts: string[] };
}

export interface Config {
  port: number;
  host: string;
  dataFolder: string;
  databaseUrl?: string;
  databasePool: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
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
    dataFolder: values.DATA_DIR,
    databasePool: values.DATABASE_POOL,
    logLevel: values.LOG_LEVEL,
    ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
    ...(slack ? { slack } : {}),
    ...(teams ? { teams } : {}),
  };
}

function slackOf(values: Values): SlackConfig | undefined {
  if (values.SLACK_BOT_TOKEN === undefined) {
    requireNone(values, ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'], 'SLACK_BOT_TOKEN');
    return undefined;
  }
  if (values.SLACK_SIGNING_SECRET === undefined && values.SLACK_APP_TOKEN === undefined)
    throw new SetUpError(
      'SLACK_BOT_TOKEN is set, but SLACK_SIGNING_SECRET is not. Copy the Signing Secret from Basic Information, or set SLACK_APP_TOKEN to try it in Socket Mode.',
    );
  return {
    botToken: values.SLACK_BOT_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET ?? '',
    ...(values.SLACK_APP_TOKEN === undefined ? {} : { appToken: values.SLACK_APP_TOKEN }),
    ...(values.SLACK_API_URL === undefined ? {} : { apiUrl: values.SLACK_API_URL }),
  };
}

function teamsOf(values: Values): TeamsConfig | undefined {
  const names = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_APP_TENANT_ID'] as const;
  const [appId, appPassword, appTenantId] = names.map((name) => values[name]);
  if (appId === undefined && appPassword === undefined && appTenantId === undefined) return undefined;
  if (appId === undefined || appPassword === undefined || appTenantId === undefined)
    throw new SetUpError(
      `Teams needs ${names.join(', ')} together; ${names.filter((name) => values[name] === undefined).join(' and ')} is missing. You find them on the bot's page in Azure.`,
    );
  const custom = values.TEAMS_CLOUD === 'custom' ? customCloud(values) : undefined;
  return { appId, appPassword, appTenantId, cloud: values.TEAMS_CLOUD, ...(custom ? { custom } : {}) };
}

function customCloud(values: Values): NonNullable<TeamsConfig['custom']> {
  const names = ['TEAMS_OPENID_METADATA_URL', 'TEAMS_TOKEN_ISSUER', 'TEAMS_LOGIN_URL', 'TEAMS_SERVICE_HOSTS'] as const;
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length > 0) throw new SetUpError(`TEAMS_CLOUD=custom needs ${missing.join(', ')} as well.`);
  return {
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL ?? '',
    tokenIssuer: values.TEAMS_TOKEN_ISSUER ?? '',
    loginUrl: values.TEAMS_LOGIN_URL ?? '',
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
