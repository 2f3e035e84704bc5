import type { Communication } from '../comms-api.ts';

/** A stretch of a message with what the rules say about it. */
export interface TextPart {
  text: string;
  /** Finding or fact; null for words that neither is about. */
  mark: 'blocking' | 'warning' | 'fact' | null;
  /** What to say on hover and focus. */
  tip: string;
  /** Where a fact is known from, as an address of this site. */
  href: string | null;
}

type Range = TextPart & { start: number; end: number };

/** Cuts a text along its findings and facts. Where they overlap, a blocking finding wins over a warning, and both over a fact. */
export function textParts({
  text,
  findings,
  facts,
}: Pick<Communication, 'text' | 'findings' | 'facts'>): TextPart[] {
  const ranges = [
    ...findings
      .filter(({ start, end }) => end > start)
      .toSorted((a, b) => a.level.localeCompare(b.level))
      .map(({ start, end, level, message, advice }) => ({
        start,
        end,
        mark: level,
        tip: `${message} ${advice}`,
        href: null,
      })),
    ...facts.flatMap(({ text: words, evidence }) => {
      const start = text.indexOf(words);
      return start < 0
        ? []
        : [
            {
              start,
              end: start + words.length,
              mark: 'fact' as const,
              tip: `Known from ${evidence}`,
              href: evidenceHref(evidence),
            },
          ];
    }),
  ];
  const taken: Range[] = [];
  for (const range of ranges)
    if (!taken.some(({ start, end }) => range.start < end && start < range.end))
      taken.push({ ...range, text: text.slice(range.start, range.end) });
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end, ...part } of taken.toSorted((a, b) => a.start - b.start)) {
    if (start > at) parts.push({ text: text.slice(at, start), mark: null, tip: '', href: null });
    parts.push(part);
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), mark: null, tip: '', href: null });
  return parts;
}

/** `INC-7#impact`, `check files-open`, `COM-3`: where to look at what shows it; null where it has no place of its own. The first of several. */
export function evidenceHref(evidence: string): string | null {
  const [first = ''] = evidence.split(', ');
  const [, incident, part] = /^(INC-\d+)#(\w+)/u.exec(first) ?? [];
  if (incident !== undefined)
    return part === 'impact' ? `/incidents/${incident}?panel=impact` : `/incidents/${incident}/log`;
  if (/^COM-\d+$/u.test(first)) return `/c/${first}`;
  const [kind, id] = first.split(' ', 2);
  if (id === undefined) return null;
  if (kind === 'check') return `/checks/${encodeURIComponent(id)}`;
  if (kind === 'verdict' && id.startsWith('INC-')) return `/incidents/${id}/cause`;
  return kind === 'alert' ? '/alerts' : null;
}
