/** Whether a set-up works, asked step by step, with the mend for each step that does not. Changes nothing and writes to nobody. */
import { z } from 'zod';
import { dayOf, readCertificate } from './certificate.ts';
import { cloudOf, type Cloud, type CloudName, type CustomCloud } from './clouds.ts';
import { credentialOf, requireAccount, type Account } from './credential.ts';
import { knock, lookAtTab, type Finding } from './diagnose-address.ts';
import { createTokens } from './tokens.ts';

export interface Diagnosed extends Account {
  cloud: CloudName;
  custom?: CustomCloud;
  /** Where Teams reaches the process: `https://host`. */
  url?: string;
  publicUrl?: string;
  now: () => Date;
}

const TIMEOUT_MS = 5_000;
/** Tokens are refused when they are five minutes off; a clock that is a minute off will be. */
const MOST_SKEW_SECONDS = 60;
const WARN_DAYS = 30;
const DAY_MS = 86_400_000;

export async function diagnoseTeams(settings: Diagnosed): Promise<Finding[]> {
  const cloud = cloudOf(settings.cloud, settings.custom, settings.appTenantId);
  const credential = await attempt('Credential', () => lookAtCredential(settings));
  const token = credential.failed ? [] : [await attempt('Token', () => tryToken(cloud, settings))];
  const keys = await readKeys(cloud);
  const { url = settings.publicUrl, publicUrl } = settings;
  return [
    ...[credential, ...token].map(({ what, ok, words }) => ({ what, ok, words })),
    keys.finding,
    ...lookAtClock(keys.at, settings.now()),
    ...(url === undefined ? [NO_ADDRESS] : [await knock(url), await lookAtTab(url, publicUrl)]),
  ];
}

const NO_ADDRESS: Finding = {
  what: 'Messaging endpoint',
  ok: true,
  words: 'not tried: say --url https://your-host, while the process runs',
};

async function attempt(
  what: string,
  step: () => Promise<Omit<Finding, 'what'>>,
): Promise<Finding & { failed: boolean }> {
  try {
    return { what, failed: false, ...(await step()) };
  } catch (error) {
    return { what, failed: true, ok: false, words: error instanceof Error ? error.message : String(error) };
  }
}

async function lookAtCredential(settings: Diagnosed): Promise<Omit<Finding, 'what'>> {
  const now = settings.now();
  await requireAccount(settings, now);
  const credential = credentialOf(settings);
  if (credential.kind !== 'certificate') return { ok: true, words: `a ${credential.kind}` };
  const { endsAt, thumbprint } = await readCertificate(credential.file, now);
  const days = Math.floor((endsAt.getTime() - now.getTime()) / DAY_MS);
  const words = `a certificate until ${dayOf(endsAt)}, SHA-256 ${thumbprint}`;
  if (days >= WARN_DAYS) return { ok: true, words };
  return { ok: false, words: `${words}: it ends in ${days} days. Upload a new one now, then put it into the file` };
}

async function tryToken(cloud: Cloud, settings: Diagnosed): Promise<Omit<Finding, 'what'>> {
  await createTokens(cloud, settings, settings.now).bearer();
  const from = settings.managedIdentity === true ? 'this host' : new URL(cloud.loginUrl).host;
  return { ok: true, words: `given by ${from}` };
}

const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
const KeySet = z.object({ keys: z.array(z.object({ endorsements: z.array(z.string()).optional() })) });

async function readKeys(cloud: Cloud): Promise<{ finding: Finding; at: Date | undefined }> {
  const what = 'Signing keys';
  const { host } = new URL(cloud.openIdMetadataUrl);
  let at: Date | undefined;
  const read = async (url: string): Promise<unknown> => {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const date = new Date(response.headers.get('date') ?? '');
    if (!Number.isNaN(date.getTime())) at = date;
    return response.json();
  };
  try {
    const { issuer, jwks_uri } = Metadata.parse(await read(cloud.openIdMetadataUrl));
    const { keys } = KeySet.parse(await read(jwks_uri));
    const ours = keys.filter((key) => key.endorsements?.includes('msteams'));
    const words = `${ours.length} for Teams, read from ${host}`;
    if (issuer !== cloud.issuer)
      return { at, finding: { what, ok: false, words: `${host} speaks for ${issuer}. Please check TEAMS_CLOUD` } };
    return { at, finding: { what, ok: ours.length > 0, words } };
  } catch {
    const words = `${host} cannot be read from here. Every message would be refused: look at DNS, the proxy and the firewall`;
    return { at, finding: { what, ok: false, words } };
  }
}

function lookAtClock(microsoft: Date | undefined, ours: Date): Finding[] {
  if (microsoft === undefined) return [];
  const seconds = Math.round((ours.getTime() - microsoft.getTime()) / 1000);
  const ok = Math.abs(seconds) <= MOST_SKEW_SECONDS;
  const words = `this machine is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} Microsoft. Turn on time synchronization: tokens five minutes off are refused`;
  return [{ what: 'Clock', ok, words: ok ? 'agrees with Microsoft' : words }];
}
