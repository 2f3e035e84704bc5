import type { FactRequest, Facts } from './facts.ts';

/** How errors read, as Playwright, Chromium and Node word them. One place, because these words change with their versions. */
const noBrowser =
  /executable doesn't exist|failed to launch|browserType\.(launch|connect)\w*:|browser was not found|cannot open shared object|missing x server|did not start\. /i;
const runnerIsFull =
  /\b(ENOSPC|EMFILE|ENFILE|ENOMEM)\b|spawn \S+ EAGAIN|no space left on device|JavaScript heap out of memory|ERR_INSUFFICIENT_RESOURCES|ERR_OUT_OF_MEMORY/i;
const browserBroke =
  /\b(page|target|renderer|gpu process) crashed\b|browser has (been )?(closed|disconnected)|browser closed unexpectedly|worker process exited unexpectedly|websocket (error|closed)|ws(s)?:\/\/.*(ECONNREFUSED|ECONNRESET|1006)/i;

export function saysNoBrowser(errors: readonly string[]): boolean {
  return errors.some((error) => noBrowser.test(error));
}

export function saysRunnerIsFull(errors: readonly string[]): boolean {
  return errors.some((error) => runnerIsFull.test(error));
}

export function saysBrowserBroke(errors: readonly string[]): boolean {
  return errors.some((error) => browserBroke.test(error));
}

export interface NetworkTrouble {
  readonly code: string;
  /** `own`: only a machine without network says this. `name`: it did not resolve. `reach`: nobody answered, or not in a way that holds. */
  readonly kind: 'own' | 'name' | 'reach';
  readonly url: string | null;
  /** Null where it is not known whose address it was. */
  readonly isProduct: boolean | null;
}

const kinds: readonly [NetworkTrouble['kind'], RegExp][] = [
  [
    'own',
    /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_NETWORK_ACCESS_DENIED|ERR_PROXY_CONNECTION_FAILED|ERR_TUNNEL_CONNECTION_FAILED|ERR_NETWORK_IO_SUSPENDED|\bENETUNREACH\b|\bENETDOWN\b|\bEADDRNOTAVAIL\b/,
  ],
  ['name', /ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_DNS_\w+|\bENOTFOUND\b|\bEAI_\w+\b/],
  [
    'reach',
    /ERR_CONNECTION_\w+|ERR_ADDRESS_UNREACHABLE|ERR_TIMED_OUT|ERR_EMPTY_RESPONSE|ERR_SSL_\w+|ERR_CERT_\w+|ERR_HTTP2_\w+|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONTENT_LENGTH_MISMATCH|ERR_INVALID_HTTP_RESPONSE|ERR_TOO_MANY_REDIRECTS|\bECONN(REFUSED|RESET)\b|\bETIMEDOUT\b|\bEHOSTUNREACH\b|socket hang up|certificate has expired|self.signed certificate/,
  ],
];

/** What went wrong on the wire: of documents and calls first, and only in the last place of what the errors themselves say. */
export function networkOf(errors: readonly string[], requests: readonly FactRequest[]): NetworkTrouble[] {
  const said = errors.join('\n');
  const ofRequests = requests.flatMap(({ failure, url, isProduct }) => {
    const found = failure === null ? null : read(failure);
    return found ? [{ ...found, url, isProduct }] : [];
  });
  const ofErrors = read(said);
  if (!ofErrors) return ofRequests.filter(({ isProduct }) => isProduct);
  const url = /https?:\/\/[^\s"'<>]+/.exec(said)?.[0] ?? null;
  const same = ofRequests.find((one) => one.code === ofErrors.code);
  const known = url === null ? undefined : requests.find((one) => sameHost(one.url, url));
  return [
    { ...ofErrors, url: same?.url ?? url, isProduct: same?.isProduct ?? known?.isProduct ?? null },
    ...ofRequests,
  ];
}

function read(text: string): Pick<NetworkTrouble, 'code' | 'kind'> | null {
  for (const [kind, pattern] of kinds) {
    const code = pattern.exec(text)?.[0];
    if (code !== undefined) return { code, kind };
  }
  return null;
}

function sameHost(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).host === new URL(other).host;
}

const breaks: readonly [RegExp, string][] = [
  [/strict mode violation/, 'Its selector fits more than one element.'],
  [
    /unknown engine|is not a valid selector|unexpected token .* while parsing (css )?selector|while parsing selector|malformed selector|unsupported token|invalid selector/i,
    'Its selector cannot be read.',
  ],
  [
    /has unknown parameter|is not a function|is not defined|is not iterable|is not a constructor/,
    'Its own code is broken.',
  ],
  [
    /cannot read properties of|cannot set properties of|assignment to constant variable|maximum call stack/i,
    'Its own code is broken.',
  ],
  [/cannot find (module|package)|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND/i, 'It imports what is not there.'],
  [/\b(ENOENT|EISDIR|ENOTDIR)\b/, 'It reads a file that is not there.'],
  [/\bEACCES\b|\bEROFS\b|\bEPERM\b/, 'It touches a file that is not its own.'],
  [/invalid url|cannot navigate to invalid url/i, 'It opens something that is no address.'],
  [/a snapshot doesn't exist/i, 'It compares with a snapshot that was never taken.'],
  [/^(syntax|reference|range|type)error\b/i, 'Its own code is broken.'],
  [
    /does not match the expected type|expected (string|number|object), got/i,
    'It calls Playwright with wrong arguments.',
  ],
  [/element is not an? <(input|select|button|form)/i, 'It treats an element as another kind than it is.'],
];

/** Faults that lie in the test's own text, whatever the product does; null where there is none. */
export function breaksOfTest({ errors, pageErrors }: Facts): string | null {
  const [first] = errors;
  if (first === undefined) return null;
  for (const [pattern, words] of breaks) {
    if (!pattern.test(first)) continue;
    // What a script of the page threw comes through `page.evaluate` in the same words.
    if (/page\.evaluate|locator\.evaluate/.test(first) && pageErrors.length > 0) return null;
    return words;
  }
  return null;
}
