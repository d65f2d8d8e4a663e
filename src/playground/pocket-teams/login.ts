/** The sign-in service: hands the bot access tokens for its app id and a password or certificate, and knows its own tokens again. */
import express from 'express';
import type { Response, Router } from 'express';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { refuseAssertion } from './assertion.ts';
import type { TokenRefusal } from './assertion.ts';
import { connectorError } from './connector-errors.ts';
import { takeFault } from './faults.ts';
import { jwks } from './keys.ts';
import { createSignInRouter } from './sign-in.ts';
import { issuer } from './state.ts';
import type { PocketState } from './state.ts';

const AUDIENCE = 'https://api.botframework.com';

const common = { grant_type: z.literal('client_credentials'), client_id: z.string(), scope: z.string() };
const bySecret = z.object({ ...common, client_secret: z.string(), client_assertion: z.undefined().optional() });
const byAssertion = z.object({
  ...common,
  client_secret: z.undefined().optional(),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string(),
});
const tokenRequest = z.union([bySecret, byAssertion]);

export function createLoginRouter(state: PocketState): Router {
  const router = express.Router();
  router.use(createSignInRouter(state));
  router.get('/v1/.well-known/openidconfiguration', (_request, response) => {
    response.json({
      issuer: issuer(state),
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${state.baseUrl}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
  });
  router.get('/v1/.well-known/keys', (_request, response) => {
    response.json(jwks(state.keys));
  });
  router.get('/login/:tenant/v2.0/.well-known/openid-configuration', (request, response) => {
    const base = `${state.baseUrl}/login/${request.params.tenant}`;
    response.json({
      issuer: `${base}/v2.0`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    });
  });
  router.post(
    '/login/:tenant/oauth2/v2.0/token',
    express.urlencoded({ extended: false }),
    async (request, response) => {
      await answerTokenRequest(state, request.params.tenant, request.body, response);
    },
  );
  return router;
}

/** Throws the 401 the connector answers to a call without a good token of this bot. */
export async function requireBotToken(state: PocketState, authorization: string | undefined): Promise<void> {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (!token) throw connectorError(401);
  try {
    const { payload } = await jwtVerify(token, state.keys.login.publicKey, {
      issuer: tokenIssuer(state),
      audience: AUDIENCE,
      algorithms: ['RS256'],
    });
    if (payload['appid'] === state.options.appId) return;
  } catch {
    throw connectorError(401);
  }
  throw connectorError(401, 'BotNotRegistered', 'The bot is not registered.');
}

async function answerTokenRequest(
  state: PocketState,
  tenant: string,
  body: unknown,
  response: Response,
): Promise<void> {
  const fault = takeFault(state.faults, { kind: 'token', method: 'POST', path: `/login/${tenant}/oauth2/v2.0/token` });
  if (fault === 'lost-response') {
    response.destroy();
    return;
  }
  if (fault && 'slowMs' in fault) await new Promise((resolve) => setTimeout(resolve, fault.slowMs));
  const refusal =
    fault && 'status' in fault
      ? ([fault.status, 'temporarily_unavailable', 'AADSTS90033: A transient error.'] as const)
      : await refusalOf(state, tenant, tokenRequest.safeParse(body).data);
  if (refusal) {
    const [status, error, description] = refusal;
    response.status(status).json({ error, error_description: description });
    return;
  }
  response.json({
    token_type: 'Bearer',
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: await issueBotToken(state),
  });
}

async function refusalOf(
  state: PocketState,
  tenant: string,
  asked: z.infer<typeof tokenRequest> | undefined,
): Promise<TokenRefusal | undefined> {
  if (!asked) return [400, 'invalid_request', 'AADSTS900144: The request body lacks a parameter.'];
  const { appId, appPassword, tenantId } = state.options;
  if (tenant.toLowerCase() !== tenantId.toLowerCase())
    return [400, 'invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`];
  if (asked.client_id !== appId)
    return [400, 'unauthorized_client', 'AADSTS700016: The application was not found in the directory.'];
  if (asked.client_assertion === undefined && asked.client_secret !== appPassword)
    return [401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.'];
  if (asked.scope !== `${AUDIENCE}/.default`)
    return [400, 'invalid_scope', `AADSTS70011: The scope ${asked.scope} is not valid.`];
  if (asked.client_assertion === undefined) return undefined;
  return refuseAssertion(state, asked.client_assertion, `${state.baseUrl}/login/${tenant}/oauth2/v2.0/token`);
}

function issueBotToken(state: PocketState): Promise<string> {
  const { appId, tenantId } = state.options;
  return new SignJWT({ appid: appId, tid: tenantId, ver: '1.0' })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: state.keys.login.kid })
    .setIssuer(tokenIssuer(state))
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(state.keys.login.privateKey);
}

function tokenIssuer(state: PocketState): string {
  return `https://sts.windows.net/${state.options.tenantId}/`;
}
