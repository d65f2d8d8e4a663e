// Self-signed certificates, made on the spot: Node reads X.509 and writes none, and a key in the repository would be a secret in it.
import { generateKeyPairSync, sign, type KeyObject, type KeyPairKeyObjectResult } from 'node:crypto';

const DAY_MS = 86_400_000;

export interface MadeCertificate {
  pair: KeyPairKeyObjectResult;
  certificate: string;
  key: string;
  /** Both, as TEAMS_APP_CERTIFICATE_FILE wants them. */
  pem: string;
}

interface Wanted {
  from?: Date;
  to?: Date;
  /** The key that the file gets instead of the certificate's own. */
  key?: KeyObject;
  /** Making keys is slow, so those of another certificate may serve again. */
  pair?: KeyPairKeyObjectResult;
}

export function makeCertificate({ from, to, key, pair = makeKeys() }: Wanted = {}): MadeCertificate {
  const name = sequence(tlv(0x31, sequence(oid(COMMON_NAME), tlv(0x0c, Buffer.from('Throughline test')))));
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time(from ?? new Date(Date.now() - DAY_MS)), time(to ?? new Date(Date.now() + 365 * DAY_MS))),
    name,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, pair.privateKey)]);
  const certificate = pemOf('CERTIFICATE', sequence(body, algorithm, tlv(0x03, signature)));
  const written = (key ?? pair.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pair, certificate, key: written, pem: `${certificate}${written}` };
}

export function makeKeys(bits = 2048): KeyPairKeyObjectResult {
  return generateKeyPairSync('rsa', { modulusLength: bits });
}

export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}

const COMMON_NAME = [0x55, 0x04, 0x03];
const SHA256_WITH_RSA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const algorithm = sequence(oid(SHA256_WITH_RSA), tlv(0x05, Buffer.alloc(0)));

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = Buffer.from(length.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length]), bytes, content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function oid(bytes: number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes));
}

function time(date: Date): Buffer {
  return tlv(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

function pemOf(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
