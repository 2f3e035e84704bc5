import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { AppError, unseal, type Tx } from '#platform';
import { secretHash } from '../secret.ts';
import { countAttempt, forgetAttempts } from '../sessions/attempts.ts';
import { lockTotp, noteTotpStep, takeRecoveryCode } from './totp-store.ts';

/** SHA-1, six digits and 30 s: what every authenticator app knows. */
const periodS = 30;
/** A code counts one period early and late: clocks of phones differ. */
const window = 1;

export function totpOf(secret: string, person: string): TOTP {
  return new TOTP({
    issuer: 'Fieldmarshal',
    label: person,
    secret: Secret.fromBase32(secret),
    period: periodS,
  });
}

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What a stored secret is sealed for. */
export function totpPurpose(person: string): string {
  return `authenticator of ${person}`;
}

/** The step of the code where it is right and newer than all that were taken; null otherwise. */
export async function stepOfCode(tx: Tx, person: string, code: string): Promise<number | null> {
  const stored = await lockTotp(tx.db, person);
  if (!stored) return null;
  const secret = await unseal(tx.ctx.env, stored.secret, totpPurpose(person));
  if (secret === null) {
    tx.ctx.env.log.error({ person }, 'authenticator sealed with another key');
    throw notOpened();
  }
  const timestamp = tx.now.getTime();
  const delta = totpOf(secret, person).validate({ token: code, timestamp, window });
  if (delta === null) return null;
  const step = Math.floor(timestamp / (periodS * 1000)) + delta;
  return step > stored.lastStep ? step : null;
}

/** Takes a code of the authenticator, or a recovery code; each works once. Null where it is neither. */
export async function takeCode(
  tx: Tx,
  person: string,
  typed: string,
): Promise<'code' | 'recovery-code' | null> {
  const code = typed.replaceAll(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(code)) {
    const step = await stepOfCode(tx, person, code);
    if (step === null) return null;
    await noteTotpStep(tx.db, person, step);
    return 'code';
  }
  return (await takeRecoveryCode(tx.db, person, recoveryHash(person, code))) ? 'recovery-code' : null;
}

const recoveryCodes = 10;

/** Ten codes of 80 random bits, such as `k3vq-…`, and what is stored of them. */
export function newRecoveryCodes(person: string): { codes: string[]; hashes: Buffer[] } {
  const codes = Array.from({ length: recoveryCodes }, () =>
    new Secret({ buffer: toArrayBuffer(randomBytes(10)) }).base32.toLowerCase(),
  );
  return {
    codes: codes.map((code) => code.replaceAll(/(.{4})(?=.)/g, '$1-')),
    hashes: codes.map((code) => recoveryHash(person, code)),
  };
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function recoveryHash(person: string, code: string): Buffer {
  return secretHash(`${person} ${code}`);
}

/** Counts a try at a person's codes, from one address and altogether: six digits must not be guessed from many places. */
export async function countCode(
  tx: { readonly env: Tx['ctx']['env'] },
  person: string,
  address: string,
): Promise<void> {
  for (const attempt of tries(person, address)) await countAttempt(tx.env.databases.web, attempt);
}

export async function forgetCode(
  tx: { readonly env: Tx['ctx']['env'] },
  person: string,
  address: string,
): Promise<void> {
  for (const attempt of tries(person, address)) await forgetAttempts(tx.env.databases.web, attempt);
}

function tries(person: string, address: string): { account: string; address: string }[] {
  return [
    { account: `code of ${person}`, address },
    { account: `code of ${person}`, address: 'anywhere' },
  ];
}

/** The code may well be right: nobody should type it again and again. */
function notOpened(): AppError {
  return new AppError(
    'refused',
    'This server cannot open what your authenticator was set up with: tell an administrator that it lacks the key of secrets. A recovery code works meanwhile.',
  );
}

export function wrongCode(): AppError {
  return new AppError('refused', 'This code is not right, or was used already.', {
    faults: [{ path: 'code', message: 'is not right, or was used already' }],
  });
}
