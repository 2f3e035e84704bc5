import { createHmac, timingSafeEqual } from 'node:crypto';

/** `X-Twilio-Signature`: HMAC-SHA1 over the address and the sorted form fields, keyed by the account's token (https://www.twilio.com/docs/usage/security). */
export function twilioSignature(token: string, url: string, form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort();
  const fields = names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value));
  return createHmac('sha1', token)
    .update(url + fields.join(''))
    .digest('base64');
}

/** Whether `given` is the signature, in constant time. */
export function isSignature(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
