/** Proof by a certificate (`private_key_jwt`), checked as Microsoft Entra checks it, and once more: no assertion is good twice. */
import { X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { PocketState } from './state.ts';

export type TokenRefusal = readonly [status: number, error: string, description: string];

const INVALID = 'invalid_client';

export async function refuseAssertion(
  state: PocketState,
  assertion: string,
  audience: string,
): Promise<TokenRefusal | undefined> {
  const certificate = registeredOf(state, assertion);
  if (!certificate)
    return [
      401,
      INVALID,
      'AADSTS700027: The certificate with identifier used to sign the client assertion is not registered.',
    ];
  if (new Date(certificate.validTo).getTime() < Date.now())
    return [401, INVALID, 'AADSTS700027: The certificate used to sign the client assertion has expired.'];
  try {
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      issuer: state.options.appId,
      subject: state.options.appId,
      audience,
      typ: 'JWT',
      algorithms: ['PS256', 'RS256'],
      requiredClaims: ['exp', 'nbf', 'jti'],
    });
    const { jti = '' } = payload;
    if (state.assertions.has(jti)) return [401, INVALID, 'AADSTS50027: The client assertion was used before.'];
    state.assertions.add(jti);
    return undefined;
  } catch (error) {
    return [401, INVALID, complaintAbout(error)];
  }
}

/** The certificate that the header names by its SHA-256, if it was uploaded. */
function registeredOf(state: PocketState, assertion: string): X509Certificate | undefined {
  let thumbprint: unknown;
  try {
    thumbprint = decodeProtectedHeader(assertion)['x5t#S256'];
  } catch {
    return undefined;
  }
  return (state.options.certificates ?? [])
    .map((pem) => new X509Certificate(pem))
    .find((one) => Buffer.from(one.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url') === thumbprint);
}

function complaintAbout(error: unknown): string {
  const claim = error instanceof errors.JWTClaimValidationFailed ? error.claim : '';
  if (error instanceof errors.JWTExpired || claim === 'nbf' || claim === 'exp')
    return 'AADSTS700024: Client assertion is not within its valid time range.';
  if (claim === 'aud') return 'AADSTS700023: Client assertion audience claim does not match.';
  if (claim === 'iss' || claim === 'sub') return 'AADSTS700021: Client assertion issuer or subject does not match.';
  return 'AADSTS50027: JWT token is invalid or malformed.';
}
