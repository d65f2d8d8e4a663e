/** The Microsoft clouds: who signs what comes in, where our own token comes from, and which hosts may receive it. */
import { SetUpError } from '../../errors.ts';

export type CloudName = 'public' | 'gcc' | 'gcch' | 'dod' | 'custom';

export interface CustomCloud {
  openIdMetadataUrl: string;
  tokenIssuer: string;
  loginUrl: string;
  /** Left out, it is `loginUrl` without the tenant at its end. */
  signInUrl?: string;
  serviceHosts: string[];
}

export interface Cloud {
  name: CloudName;
  issuer: string;
  openIdMetadataUrl: string;
  /** The authority that gives the bot its own token. */
  loginUrl: string;
  /** The authority that people sign in at, without a tenant and without a slash at its end. */
  signInUrl: string;
  scope: string;
  /** Where the SDK would ask for tokens of people, and what it calls the cloud. */
  oauthUrl: string;
  callerId: string;
  /** `host`, `host:port`, `*.domain`, or in a custom cloud a whole origin. */
  serviceHosts: readonly string[];
}

const COMMERCIAL = {
  issuer: 'https://api.botframework.com',
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  signInUrl: 'https://login.microsoftonline.com',
  scope: 'https://api.botframework.com',
  oauthUrl: 'https://api.botframework.com',
  callerId: 'urn:botframework:azure',
};
const GOVERNMENT = {
  issuer: 'https://api.botframework.us',
  openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  signInUrl: 'https://login.microsoftonline.us',
  scope: 'https://api.botframework.us',
  oauthUrl: 'https://api.botframework.azure.us',
  callerId: 'urn:botframework:azureusgov',
};

const PRESETS: Record<Exclude<CloudName, 'custom'>, Omit<Cloud, 'loginUrl'>> = {
  public: {
    name: 'public',
    ...COMMERCIAL,
    serviceHosts: ['smba.trafficmanager.net', '*.botframework.com', '*.teams.microsoft.com'],
  },
  gcc: {
    name: 'gcc',
    ...COMMERCIAL,
    serviceHosts: ['smba.infra.gcc.teams.microsoft.com', 'smba.trafficmanager.net', '*.botframework.com'],
  },
  gcch: {
    name: 'gcch',
    ...GOVERNMENT,
    serviceHosts: ['smba.infra.gov.teams.microsoft.us', '*.botframework.azure.us'],
  },
  dod: {
    name: 'dod',
    ...GOVERNMENT,
    oauthUrl: 'https://apiDoD.botframework.azure.us',
    serviceHosts: ['smba.infra.dod.teams.microsoft.us', '*.botframework.azure.us'],
  },
};

export function cloudOf(name: CloudName, custom: CustomCloud | undefined, tenantId: string): Cloud {
  if (name !== 'custom') {
    const preset = PRESETS[name];
    // The bot is registered in one tenant, and only there is it given a token.
    return { ...preset, loginUrl: `${preset.signInUrl}/${encodeURIComponent(tenantId)}` };
  }
  if (!custom)
    throw new SetUpError(
      'TEAMS_CLOUD=custom needs TEAMS_OPENID_METADATA_URL, TEAMS_TOKEN_ISSUER, TEAMS_LOGIN_URL and TEAMS_SERVICE_HOSTS.',
    );
  const missing = Object.entries({
    TEAMS_OPENID_METADATA_URL: custom.openIdMetadataUrl,
    TEAMS_TOKEN_ISSUER: custom.tokenIssuer,
    TEAMS_LOGIN_URL: custom.loginUrl,
    TEAMS_SERVICE_HOSTS: custom.serviceHosts.join(''),
  }).filter(([, value]) => value.trim() === '');
  if (missing.length > 0)
    throw new SetUpError(`TEAMS_CLOUD=custom needs ${missing.map(([variable]) => variable).join(', ')}.`);
  const { tokenIssuer: issuer, openIdMetadataUrl, loginUrl, serviceHosts } = custom;
  const signInUrl = custom.signInUrl?.replace(/\/+$/, '') ?? withoutTenant(loginUrl, tenantId);
  const { scope, oauthUrl, callerId } = COMMERCIAL;
  return { name, issuer, openIdMetadataUrl, loginUrl, signInUrl, scope, oauthUrl, callerId, serviceHosts };
}

function withoutTenant(loginUrl: string, tenantId: string): string {
  const base = loginUrl.replace(/\/oauth2\/v2\.0\/token\/*$/, '').replace(/\/+$/, '');
  return base.endsWith(`/${tenantId}`) ? base.slice(0, -tenantId.length - 1) : base;
}

/** Whether our token may be sent to this address. Plain http is for the hosts that a custom cloud lists, and for no other. */
export function isServiceUrl(cloud: Cloud, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (cloud.name !== 'custom' && url.port !== '') return false;
  if (url.protocol !== 'https:' && !(cloud.name === 'custom' && url.protocol === 'http:')) return false;
  return cloud.serviceHosts.some((entry) => matches(entry.trim().toLowerCase(), url));
}

function matches(entry: string, url: URL): boolean {
  if (entry === '') return false;
  if (entry.includes('://')) return URL.canParse(entry) && new URL(entry).origin === url.origin;
  if (entry.startsWith('*.')) return url.hostname.endsWith(entry.slice(1)) && url.port === '';
  if (/:\d+$/.test(entry)) return url.host === entry;
  return url.hostname === entry;
}
