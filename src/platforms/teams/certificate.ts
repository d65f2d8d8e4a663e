/** The certificate that proves the app: read anew for each token, so that a renewed file is taken without a restart. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SetUpError } from '../../errors.ts';

export interface Certificate {
  key: KeyObject;
  /** SHA-256 of the certificate, as the portal shows it: capital hex. */
  thumbprint: string;
  endsAt: Date;
}

/** Throws a SetUpError with the mend where the file is no certificate that Microsoft would take now. */
export async function readCertificate(file: string, now: Date): Promise<Certificate> {
  const text = await readText(file);
  const key = readKey(file, text);
  const certificates = text.match(CERTIFICATE)?.map((pem) => parseCertificate(file, pem)) ?? [];
  if (certificates.length === 0)
    throw wrong(file, 'holds a key and no certificate. Put the certificate before the key');
  const own = certificates.find((one) => one.checkPrivateKey(key));
  if (!own) throw wrong(file, 'holds a certificate and the key of another. Export both together');
  const [beginsAt, endsAt] = [new Date(own.validFrom), new Date(own.validTo)];
  if (endsAt <= now)
    throw wrong(file, `ended on ${dayOf(endsAt)}. Make a new certificate and upload it to the app registration`);
  if (beginsAt > now) throw wrong(file, `begins on ${dayOf(beginsAt)}. Look at this machine's clock`);
  return { key, thumbprint: own.fingerprint256.replaceAll(':', ''), endsAt };
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const KEY = /-----BEGIN (?:RSA )?PRIVATE KEY-----[\s\S]+?-----END (?:RSA )?PRIVATE KEY-----/;
const LOCKED = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/;
const LEAST_BITS = 2048;

function wrong(file: string, words: string, cause?: unknown): SetUpError {
  return new SetUpError(`TEAMS_APP_CERTIFICATE_FILE: ${file} ${words}.`, { cause });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw wrong(file, 'cannot be read. Is it there, and may this process read it', cause);
  }
}

function readKey(file: string, text: string): KeyObject {
  if (LOCKED.test(text)) throw wrong(file, 'is locked with a passphrase. Write it without: openssl pkcs12 -nodes');
  const pem = KEY.exec(text)?.[0];
  if (pem === undefined)
    throw wrong(file, 'holds no private key in PEM text. From a .pfx: openssl pkcs12 -in app.pfx -nodes -out app.pem');
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw wrong(file, 'holds a private key that cannot be read. Export it again', cause);
  }
  // Microsoft Entra takes no other kind.
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS)
    throw wrong(file, `holds another key than RSA with ${LEAST_BITS} bits or more. Make a new certificate`);
  return key;
}

function parseCertificate(file: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw wrong(file, 'holds a certificate that cannot be read. Export it again', cause);
  }
}
