const censored = '[redacted]';

/** Fields whose value is a secret whatever it looks like. */
const secretNames =
  /^(.*[-_])?(authorization|cookie|set-cookie|password|passphrase|pass|token|secret|secretkey|api[-_]?key|routing[-_]?key|private[-_]?key|credentials?)$/i;
const depthMax = 8;

/** Forms of secrets wherever they stand in a text: keys of ours, what authorises a request, passwords in addresses, addresses that are secrets. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\bfm[ir]?_[\w-]{8,}/g, `fm_${censored}`],
  [/\b(Bearer|Basic|GenieKey|Token)\s+[\w+/=.~-]{8,}/gi, `$1 ${censored}`],
  [/(:\/\/)[^\s/@"'\\]+@/g, `$1${censored}@`],
  [/(\/(?:p|c|t|link|calendar|confirm|unsubscribe|k|heartbeat)\/)[\w-]{16,}/g, `$1${censored}`],
  [/([?&](?:token|key|code|state|signature|secret|password)=)[^&\s"'\\]+/gi, `$1${censored}`],
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
  return secretNames.test(name) && value !== null && value !== undefined && typeof value !== 'boolean';
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
