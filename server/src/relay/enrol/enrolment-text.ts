import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { objectName } from '@fieldmarshal/contract';
import { z } from 'zod';
import { AppError } from '#platform';
import { isPublicKey } from '../bundle/keys.ts';

/** Without letters that look like digits; 20 of them are 100 bits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 20;

const publicKey = z.string().refine(isPublicKey, 'must be an Ed25519 key');
const recipient = z.string().regex(/^age1[0-9a-z]{10,100}$/);

const invitation = z.strictObject({
  site: objectName,
  environments: z.array(objectName).max(50),
  stream: z.uuid(),
  publicKey,
  recipient,
  url: z.url().max(2000).nullable(),
  endsAt: z.iso.datetime(),
});
export type Invitation = z.output<typeof invitation>;

const answer = z.strictObject({ site: objectName, stream: z.uuid(), publicKey, recipient });
export type Answer = z.output<typeof answer>;

/** A code to be told in person: `4F9KQ-7XW2M-…`. Whoever has it can speak for either side until the enrolment is done. */
export function newCode(): string {
  const letters = [...randomBytes(codeLength)].map((byte) => alphabet[byte % alphabet.length]);
  return letters.join('').replaceAll(/.{5}(?=.)/g, '$&-');
}

/** The secret behind a code, however it was typed. Null where it is none. */
export function secretOf(code: string): Buffer | null {
  const letters = code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{20}$/.test(letters)) return null;
  return Buffer.from(hkdfSync('sha256', letters, '', 'fieldmarshal enrolment', 32));
}

/** What opens the site's link, known to both sides and sent by neither. */
export function linkTokenOf(secret: Buffer): string {
  return `fml_${createHmac('sha256', secret).update('link').digest('base64url')}`;
}

export function writeInvitation(content: Invitation, secret: Buffer): string {
  return sealed('fminvite', content, secret);
}

export function writeAnswer(content: Answer, secret: Buffer): string {
  return sealed('fmanswer', content, secret);
}

/** Throws `invalid` for anything that this code did not make. */
export function readInvitation(text: string, secret: Buffer): Invitation {
  return invitation.parse(opened('fminvite', text, secret));
}

export function readAnswer(text: string, secret: Buffer): Answer {
  return answer.parse(opened('fmanswer', text, secret));
}

type Word = 'fminvite' | 'fmanswer';

function sealed(word: Word, content: object, secret: Buffer): string {
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${word}.${payload}.${macOf(word, payload, secret).toString('base64url')}`;
}

function macOf(word: Word, payload: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${word}.${payload}`).digest();
}

function opened(word: Word, text: string, secret: Buffer): unknown {
  const what = word === 'fminvite' ? 'invitation' : 'answer';
  const found = new RegExp(`^${word}\\.([\\w-]+)\\.([\\w-]+)$`).exec(text.replaceAll(/\s/g, ''));
  const [, payload = '', mac = ''] = found ?? [];
  if (!found) throw new AppError('invalid', `This is no ${what}: one begins with "${word}.".`);
  const given = Buffer.from(mac, 'base64url');
  const made = macOf(word, payload, secret);
  if (given.length !== made.length || !timingSafeEqual(given, made))
    throw new AppError('invalid', `Code and ${what} do not belong together. Please compare both once more.`);
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}
