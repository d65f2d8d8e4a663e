/** An administrator installs the app: our page, Slack's consent page, and the way back. */
import type { webApi } from '@slack/bolt';
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Installations } from '../../../chat/installation.ts';
import type { Log } from '../../../log.ts';
import { reasonOf } from '../errors.ts';
import { exchangeCode } from './exchange.ts';
import { sendPage, type Page } from './page.ts';
import { installPage, installedPage, troublePage, type Trouble } from './pages.ts';
import { INSTALL_PATH, REDIRECT_PATH, SCOPES, START_PATH, missingScopes } from './scopes.ts';

export interface OAuthSettings {
  clientId: string;
  clientSecret: string;
  /** Where browsers reach this process: `https://host`. */
  publicUrl: string;
  /** Slack's consent page, and where Slack opens an app, where a stand-in has its own. */
  authorizeUrl?: string;
  openUrl?: string;
}

export interface InstallDesk {
  oauth: OAuthSettings;
  installations: Installations;
  line: webApi.WebClient;
  log: Log;
  now: () => Date;
}

/** Ties the way back to the browser that set out: a link that somebody else was sent installs nothing. */
const COOKIE = 'throughline-slack-install';
const COOKIE_PATH = '/slack';
const COOKIE_LIFE_MS = 10 * 60_000;

export function installRoutes(desk: InstallDesk): Router {
  const router = Router();
  router.get(INSTALL_PATH, (_request, response) => {
    sendPage(response, installPage(new URL(START_PATH, desk.oauth.publicUrl).href));
  });
  router.get(START_PATH, (_request, response) => goToSlack(desk, response));
  router.get(REDIRECT_PATH, async (request, response) => {
    response.clearCookie(COOKIE, cookieOptions(desk.oauth));
    sendPage(response, await comeBack(desk, request));
  });
  return router;
}

async function goToSlack({ oauth, installations, log }: InstallDesk, response: Response): Promise<void> {
  const state = await installations.issueState().catch((error: unknown) => {
    log.error({ reason: reasonOf(error) }, 'No Slack installation could be started.');
    return undefined;
  });
  if (state === undefined) {
    sendPage(response, troublePage('not-kept'));
    return;
  }
  const consent = new URL(oauth.authorizeUrl ?? 'https://slack.com/oauth/v2/authorize');
  consent.searchParams.set('client_id', oauth.clientId);
  consent.searchParams.set('scope', Object.keys(SCOPES).join(','));
  consent.searchParams.set('redirect_uri', redirectUrlOf(oauth));
  consent.searchParams.set('state', state);
  response
    .cookie(COOKIE, state, { ...cookieOptions(oauth), maxAge: COOKIE_LIFE_MS })
    .set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .redirect(302, consent.href);
}

const Returned = z.object({
  code: z.string().max(500).optional().catch(undefined),
  state: z.string().max(500).optional().catch(undefined),
  error: z.string().max(100).optional().catch(undefined),
});

async function comeBack(desk: InstallDesk, request: Request): Promise<Page> {
  const { oauth, installations, line, log, now } = desk;
  const refuse = (trouble: Trouble, reason: string) => {
    log.warn({ trouble, reason }, 'A Slack installation did not come about.');
    return troublePage(trouble);
  };
  const { code, state, error } = Returned.parse(request.query);
  if (error === 'access_denied') return refuse('denied', error);
  if (error !== undefined) return refuse('slack-away', /^[a-z0-9_]+$/.test(error) ? error : 'unknown_error');
  if (code === undefined || state === undefined) return refuse('not-started-here', 'no_state');
  if (state !== cookieOf(request)) return refuse('not-started-here', 'other_browser');
  try {
    if (!(await installations.spendState(state))) return refuse('too-late', 'state_spent');
    const outcome = await exchangeCode(line, { ...oauth, redirectUrl: redirectUrlOf(oauth) }, code, now());
    if ('trouble' in outcome) return refuse(outcome.trouble, outcome.reason);
    const { installation } = outcome;
    await installations.save(installation);
    const missing = missingScopes(installation.scopes);
    log.info({ teamId: installation.teamId, missing }, 'The app was installed in Slack.');
    return installedPage({ ...installation, missing, openUrl: oauth.openUrl });
  } catch (failure) {
    return refuse('not-kept', reasonOf(failure));
  }
}

function redirectUrlOf({ publicUrl }: OAuthSettings): string {
  return new URL(REDIRECT_PATH, publicUrl).href;
}

/** Lax, as the way back is a plain link from Slack's page; a trial on loopback has no https. */
function cookieOptions({ publicUrl }: OAuthSettings) {
  return { path: COOKIE_PATH, httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') } as const;
}

function cookieOf(request: Request): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([name]) => name === COOKIE)?.[1];
  return value === undefined ? undefined : decodeQuietly(value);
}

/** Express wrote it encoded; whoever sends something else has not got it from us. */
function decodeQuietly(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
