import type { ComponentState } from '@fieldmarshal/contract/comms/words';
import type { Part, Published, Span, StatusFacts } from './published.ts';
import { heeded } from './heeded.ts';
import { worse } from './threads.ts';

/** How a part was at a time, as far as something was published about it or it is known that nothing was. */
export type DayState = 'up' | Exclude<ComponentState, 'operational'> | 'maintenance' | 'unknown';

export interface Day {
  /** Midnight UTC, in milliseconds. */
  readonly at: number;
  /** The worst of the day; `unknown` where nothing else is known of it. */
  readonly state: DayState;
  /** Milliseconds of the day in each state; they add up to the part of the day that has gone by. */
  readonly ms: Readonly<Record<DayState, number>>;
}

export interface PartHistory {
  readonly key: string;
  readonly days: readonly Day[];
  /** Share of the known time in which there was no outage, 0 to 1; null where nothing is known. Time that nobody watched is not counted as up. */
  readonly uptime: number | null;
  /** Share of the days shown that is known at all, 0 to 1. */
  readonly known: number;
}

interface SaidSpan extends Span {
  readonly part: string;
  readonly state: ComponentState | 'maintenance';
}

export const dayMs = 86_400_000;

/** What was published about parts as times: a message holds until the next one to the same customers about the same thing. */
function saidSpans(published: readonly Published[]): SaidSpan[] {
  // Whatever their language: who is told in one of them that it is over is told for all.
  const groups = Map.groupBy(published, ({ thread, application }) => `${thread}\n${application}`);
  return [...groups.values()].flatMap((group) => {
    const messages = heeded(group);
    return messages.flatMap((message, index) => spansOf(message, { index, next: messages[index + 1] }));
  });
}

function spansOf(
  message: Published,
  { index, next }: { readonly index: number; readonly next: Published | undefined },
): SaidSpan[] {
  const { stage, said, application, startsAt, endsAt, sentAt } = message;
  if (stage === 'maintenance') {
    const keys = said.length > 0 ? said.map(({ part }) => part) : [application];
    return keys.map((part) => ({ part, state: 'maintenance', from: startsAt, to: endsAt }));
  }
  if (stage === 'resolved') return [];
  // The first message tells since when it is so; the last one when it was over.
  const from = index === 0 ? Math.min(startsAt, sentAt) : sentAt;
  const over = next?.stage === 'resolved' ? (next.endsAt ?? next.sentAt) : next?.sentAt;
  const to = over === undefined ? null : Math.max(from, over);
  return said.map(({ part, state }) => ({ part, state, from, to }));
}

/** How every part is now. An application is as its workflows are, but never wholly out because one of them is. */
export function statesNow({
  parts,
  published,
  now,
}: StatusFacts): Map<string, ComponentState | 'maintenance'> {
  const spans = effectiveSpans(parts, saidSpans(published));
  return new Map(
    parts.map(({ key }) => {
      const current = spans.filter(
        ({ part, from, to }) => part === key && from <= now && (to === null || to > now),
      );
      return [key, current.some(({ state }) => state === 'maintenance') ? 'maintenance' : worstOf(current)];
    }),
  );
}

function worstOf(spans: readonly SaidSpan[]): ComponentState {
  return spans.reduce<ComponentState>(
    (worst, { state }) => (state === 'maintenance' ? worst : worse(worst, state)),
    'operational',
  );
}

/** The spans of parts, and what those of workflows mean to their application. */
function effectiveSpans(parts: readonly Part[], spans: readonly SaidSpan[]): SaidSpan[] {
  const byKey = new Map(parts.map((part) => [part.key, part]));
  return spans.flatMap((span): SaidSpan[] => {
    const part = byKey.get(span.part);
    if (part === undefined) return [];
    if (part.parent === null || span.state === 'maintenance') return [span];
    const state = span.state === 'major-outage' ? 'partial-outage' : span.state;
    return [span, { ...span, part: part.parent, state }];
  });
}

/** The last `count` days in UTC of every part, oldest first, today last. */
export function historyOf(facts: StatusFacts, count = 90): PartHistory[] {
  const spans = effectiveSpans(facts.parts, saidSpans(facts.published));
  const today = Math.floor(facts.now / dayMs) * dayMs;
  const days = Array.from({ length: count }, (_, index) => today - (count - 1 - index) * dayMs);
  return facts.parts.map((part) => {
    const own = spans.filter((span) => span.part === part.key);
    const watched = facts.watch.flatMap(({ from, to }) =>
      clip({ from: Math.max(from, part.firstAt), to }, facts.now),
    );
    return summed(
      part.key,
      days.map((at) => dayOf({ at, until: Math.min(at + dayMs, facts.now) }, own, watched)),
    );
  });
}

function clip({ from, to }: Span, now: number): { from: number; to: number }[] {
  const end = Math.min(to ?? now, now);
  return from < end ? [{ from, to: end }] : [];
}

interface Window {
  readonly at: number;
  readonly until: number;
}

function dayOf({ at, until }: Window, own: readonly SaidSpan[], watched: readonly Span[]): Day {
  const ms: Record<DayState, number> = {
    up: 0,
    degraded: 0,
    'wrong-data': 0,
    'partial-outage': 0,
    'major-outage': 0,
    maintenance: 0,
    unknown: 0,
  };
  const touching = own.filter(({ from, to }) => from < until && (to === null || to > at));
  const awake = watched.filter(({ from, to }) => from < until && (to === null || to > at));
  const edges = [at, until, ...[...touching, ...awake].flatMap(({ from, to }) => [from, to ?? until])]
    .filter((edge) => edge >= at && edge <= until)
    .toSorted((a, b) => a - b);
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (to === undefined || to <= from) continue;
    ms[stateAt(from, touching, awake)] += to - from;
  }
  return { at, state: worstDay(ms), ms };
}

function stateAt(at: number, own: readonly SaidSpan[], watched: readonly Span[]): DayState {
  const covers = ({ from, to }: Span): boolean => from <= at && (to === null || to > at);
  const said = own.filter((span) => covers(span));
  if (said.some(({ state }) => state === 'maintenance')) return 'maintenance';
  const worst = worstOf(said);
  // What was published is known, whoever watched.
  if (worst !== 'operational') return worst;
  return said.length > 0 || watched.some((span) => covers(span)) ? 'up' : 'unknown';
}

const fromWorst: readonly DayState[] = [
  'major-outage',
  'partial-outage',
  'wrong-data',
  'degraded',
  'maintenance',
  'up',
];

function worstDay(ms: Readonly<Record<DayState, number>>): DayState {
  return fromWorst.find((state) => ms[state] > 0) ?? 'unknown';
}

function summed(key: string, days: readonly Day[]): PartHistory {
  const total = (state: DayState): number => days.reduce((sum, { ms }) => sum + ms[state], 0);
  const unknown = total('unknown');
  const all = days.reduce((sum, { ms }) => sum + Object.values(ms).reduce((a, b) => a + b, 0), 0);
  const known = all - unknown;
  // What cannot be relied on is no better than what does not answer.
  const out = total('major-outage') + total('partial-outage') + total('wrong-data');
  return {
    key,
    days,
    uptime: known === 0 ? null : (known - out) / known,
    known: all === 0 ? 0 : known / all,
  };
}
