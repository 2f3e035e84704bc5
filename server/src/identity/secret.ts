import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits behind a prefix that people and secret scanners recognise. */
export function newSecret(prefix: 'fm_' | 'fmi_' | 'fmr_' | ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** A new identifier that is no credential; `kind` says in logs what it names. */
export function newId(kind: 'token' | 'integration' | 'session' | 'identity' | 'user' | 'group'): string {
  return `${kind}-${randomBytes(9).toString('base64url')}`;
}

/** What is stored of a secret. Secrets are random and long, so a fast hash is enough. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The recognisable start of a secret, for lists: too little to guess the rest. */
export function secretHint(secret: string): string {
  const prefix = /^fm[ir]?_/.exec(secret)?.[0] ?? '';
  return `${secret.slice(0, prefix.length + 4)}…`;
}
