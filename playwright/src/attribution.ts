/** A URL prefix (`https://eu.example/api/files`), a path (`/api/files`), or a host with or without port. `*` stands for anything. */
export interface UrlPattern {
  readonly pattern: string;
  readonly product: string;
}

/** The product whose pattern fits best: the longest one, the first of equals; `null` where none fits or `url` is none. */
export function productOf(url: string, patterns: readonly UrlPattern[]): string | null {
  if (!URL.canParse(url)) return null;
  const place = new URL(url);
  let best: UrlPattern | null = null;
  for (const candidate of patterns) {
    if (candidate.pattern.length <= (best?.pattern.length ?? 0)) continue;
    if (fits(place, candidate.pattern)) best = candidate;
  }
  return best?.product ?? null;
}

function fits(place: URL, pattern: string): boolean {
  if (pattern.startsWith('/')) return startsWith(place.pathname, pattern);
  if (/^[a-z]+:\/\//i.test(pattern)) return startsWith(`${place.origin}${place.pathname}`, pattern);
  const slash = pattern.indexOf('/');
  const host = (slash < 0 ? pattern : pattern.slice(0, slash)).toLowerCase();
  const isHost = isLike(place.host, host) || isLike(place.hostname, host);
  return isHost && (slash < 0 || startsWith(place.pathname, pattern.slice(slash)));
}

/** Whole path segments only: `/files` fits `/files/7` and not `/filesystem`. */
function startsWith(text: string, prefix: string): boolean {
  const wanted = prefix.replace(/\/+$/, '');
  if (wanted.includes('*')) return isLike(text, `${wanted}*`);
  if (!text.startsWith(wanted)) return false;
  const next = text[wanted.length];
  return next === undefined || next === '/' || next === '?';
}

/** Linear in time whatever is in the pattern: each part is looked for once, from the left. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - from >= last.length && text.endsWith(last);
}
