/** The Microsoft clouds: who signs what comes in, where our own token comes from, and which hosts may receive it. */
import { SetUpError } from '../../errors.ts';

export type CloudName = 'public' | 'gcc' | 'gcch' | 'dod' | 'custom';

export interface CustomCloud {
  openIdMetadataUrl: string;
  tokenIssuer: string;
  loginUrl: string;
  serviceHosts: string[];
}

export interface Cloud {
  name: CloudName;
  issuer: string;
  openIdMetadataUrl: string;
  loginUrl: string;
  scope: string;
  /** `host`, `host:port`, `*.domain`, or in a custom cloud a whole origin. */
  serviceHosts: readonly string[];
}

const COMMERCIAL = {
  issuer: 'https://api.botframework.com',
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  loginUrl: 'https://login.microsoftonline.com/botframework.com',
  scope: 'https://api.botframework.com',
};
const GOVERNMENT = {
  issuer: 'https://api.botframework.us',
  openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  loginUrl: 'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us',
  scope: 'https://api.botframework.us',
};

const PRESETS: Record<Exclude<CloudName, 'custom'>, Cloud> = {
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
    serviceHosts: ['smba.infra.dod.teams.microsoft.us', '*.botframework.azure.us'],
  },
};

export function cloudOf(name: CloudName, custom: CustomCloud | undefined): Cloud {
  if (name !== 'custom') return PRESETS[name];
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
  return { name, issuer, openIdMetadataUrl, loginUrl, scope: COMMERCIAL.scope, serviceHosts };
}

/** Whether our token may be sent to this address. Plain http is for the hosts that a custom cloud lists, and for no other. */
export function isServiceUrl(cloud: Cloud, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
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
