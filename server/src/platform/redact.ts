const censored = '[redacted]';

/** Words at the end of a field's name whose value is a secret whatever it looks like. */
const secretNames =
  /(^|[-_.])(authorization|cookies?|passwords?|passwd|pwd|passphrase|pass|tokens?|secrets?|secretkeys?|api[-_]?keys?|routing[-_]?key|private[-_]?key|secret[-_]?key|credentials?|recovery[-_]?codes?|otp)$/i;
const depthMax = 8;

/** Forms of secrets wherever they stand in a text: keys of ours, what authorises a request, passwords in addresses, addresses that are secrets. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\bfm[ilr]?_[\w-]{8,}/g, `fm_${censored}`],
  [/\bfm(invite|answer)\.[\w.-]{8,}/g, `fm$1.${censored}`],
  [/\bAGE-SECRET-KEY-1[\dA-Z]{16,}/gi, censored],
  [/\b(Bearer|Basic|GenieKey|Token)\s+[\w+/=.~-]{8,}/gi, `$1 ${censored}`],
  [/(:\/\/)[^\s/"\\]*@/g, `$1${censored}@`],
  [/(\/(?:p|c|t|link|calendar|confirm|unsubscribe|k|heartbeat)\/)[\w-]{16,}/g, `$1${censored}`],
  [/([?&](?:token|key|code|state|signature|secret|password)=)[^&\s"'\\]+/gi, `$1${censored}`],
  [/((?:password|passwd|pwd|secret|token|api[-_]?key)\s?=\s?)(?!\[)[^&\s"'\\,;]+/gi, `$1${censored}`],
  [/(\\"[\w-]*(?:password|passphrase|secret|token|api[-_]?key)\\+"\s*:\s*\\+")[^"\\]+/gi, `$1${censored}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(-----END [A-Z ]*PRIVATE KEY-----)?/g, censored],
];

/** The text without anything that has the form of a secret. Linear in its length. */
export function redactText(text: string): string {
  let result = text;
  for (const [form, instead] of forms) result = result.replace(form, instead);
  return result;
}

/** The same fields, those with a secret's name censored at any depth. Deeper than {@link depthMax} nothing is told. */
export function redacted(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isSecret(name, value) ? censored : inside(value, 1),
    ]),
  );
}

function isSecret(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  // Models count what they read in tokens.
  if (typeof value === 'number' && /tokens$/i.test(name)) return false;
  return secretNames.test(name.replaceAll(/([a-z\d])(?=[A-Z])/g, '$1_'));
}

function inside(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return value.stack ?? value.message;
  if (depth >= depthMax) return censored;
  if (Array.isArray(value)) return value.map((each) => inside(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isSecret(name, each) ? censored : inside(each, depth + 1),
    ]),
  );
}
