import { compareHlc, type Hlc } from './hlc.ts';

type Origin = 'site' | 'headquarters';

/** What one side wrote on an incident. `seq` counts from 1 for each origin; `seen` is the other side's last that its writer knew. */
export interface Entry {
  readonly origin: Origin;
  readonly seq: number;
  readonly hlc: Hlc;
  readonly seen: number;
  readonly type: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Two writes of one thing that did not know of each other and say different things. A person settles it by writing it again. */
export interface Conflict {
  readonly about: 'severity' | 'field-marshal';
  readonly site: Said;
  readonly headquarters: Said;
}

interface Said {
  readonly seq: number;
  readonly value: string | null;
  /** As the log names it: of a Field Marshal not the id, but the name. */
  readonly shown: string | null;
}

/**
 * The log of both sides: each entry once, causes before effects, and the same order wherever and in whatever order they came. Where
 * stamps are equal the site goes first.
 */
export function mergeEntries<T extends Entry>(entries: Iterable<T>): T[] {
  const unique = new Map<string, T>();
  for (const entry of entries) unique.set(`${entry.origin} ${entry.seq}`, entry);
  return [...unique.values()].toSorted(
    (a, b) => compareHlc(a.hlc, b.hlc) || rank(a.origin) - rank(b.origin) || a.seq - b.seq,
  );
}

function rank(origin: Origin): number {
  return origin === 'site' ? 0 : 1;
}

/** What has to be settled. Empty once somebody who knew both has written. */
export function conflictsOf(entries: readonly Entry[]): Conflict[] {
  return (['severity', 'field-marshal'] as const).flatMap((about): Conflict[] => {
    const site = lastWrite(entries, about, 'site');
    const headquarters = lastWrite(entries, about, 'headquarters');
    if (!site || !headquarters || site.value === headquarters.value) return [];
    const isSettled = site.seen >= headquarters.seq || headquarters.seen >= site.seq;
    return isSettled ? [] : [{ about, site, headquarters }];
  });
}

interface Write extends Said {
  readonly seen: number;
}

function lastWrite(entries: readonly Entry[], about: Conflict['about'], origin: Origin): Write | null {
  let last: Write | null = null;
  for (const entry of entries) {
    if (entry.origin !== origin || (last !== null && entry.seq <= last.seq)) continue;
    const value = writtenBy(entry, about);
    if (value === undefined) continue;
    const name = about === 'severity' || value === null ? null : nameIn(entry);
    last = { seq: entry.seq, seen: entry.seen, value, shown: name ?? value };
  }
  return last;
}

/** What the entry writes; undefined where it writes something else. An undo writes what it puts back. */
function writtenBy(
  { type, data }: Pick<Entry, 'type' | 'data'>,
  about: Conflict['about'],
): string | null | undefined {
  if (type === 'undone') {
    const { back } = data;
    return isRecord(back) &&
      isRecord(back['data']) &&
      typeof back['type'] === 'string' &&
      back['type'] !== 'undone'
      ? writtenBy({ type: back['type'], data: back['data'] }, about)
      : undefined;
  }
  if (about === 'severity') {
    if (type === 'severity-changed') return textOf(data['to']);
    return type === 'declared' ? textOf(data['severity']) : undefined;
  }
  if (data['role'] !== 'field-marshal') return undefined;
  if (type === 'role-given') return textOf(data['person']);
  return type === 'role-dropped' ? null : undefined;
}

/** How the entry names whom it gives a role; that of an undo is in what it puts back. */
function nameIn({ type, data }: Pick<Entry, 'type' | 'data'>): string | null {
  if (type !== 'undone') return textOf(data['name']);
  const { back } = data;
  return isRecord(back) && isRecord(back['data']) ? textOf(back['data']['name']) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
