import type { ApplyResult } from '@fieldmarshal/contract/catalog';
import type { ClockView, GapView, IntakeResult, SiteView } from '@fieldmarshal/contract/relay';
import type { Health } from '../ui/HealthGlyph.tsx';

/** A site is never shown as well: it is heard of, or not. */
export const links: Readonly<Record<SiteView['link'], { health: Health; word: string }>> = {
  invited: { health: 'nodata', word: 'Invited' },
  unheard: { health: 'nodata', word: 'Not heard of yet' },
  'in-time': { health: 'disconnected', word: 'Reported in time' },
  overdue: { health: 'failing', word: 'Overdue' },
  incomplete: { health: 'degraded', word: 'Bundles missing' },
  revoked: { health: 'skipped', word: 'Revoked' },
};

export const outcomes: Readonly<Record<IntakeResult['outcome'], string>> = {
  part: 'Waits for its other parts',
  known: 'Known already',
  taken: 'Taken in',
  waits: 'Verified, waits for you',
  refused: 'Refused',
};

/** `3`, or `7 to 9`. */
export function numbersOf({ firstMissing, lastMissing }: GapView): string {
  return firstMissing === lastMissing ? String(firstMissing) : `${firstMissing} to ${lastMissing}`;
}

/** `bundle 3 has not come`, `bundles 7 to 9 have not come`. */
export function haveNotCome(gap: GapView): string {
  return gap.firstMissing === gap.lastMissing
    ? `bundle ${numbersOf(gap)} has not come`
    : `bundles ${numbersOf(gap)} have not come`;
}

/** How often a site may be asked to report. */
export const rhythms = [
  { value: '3600', label: 'every hour' },
  { value: '86400', label: 'every day' },
  { value: '604800', label: 'every week' },
  { value: '', label: 'no limit' },
];

/** How often a site should report, in words. */
export function everyText(seconds: number | null): string {
  if (seconds === null) return 'no limit';
  const units = [
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const [name, size] = units.find((unit) => seconds % unit[1] === 0) ?? ['second', 1];
  return seconds === size ? `every ${name}` : `every ${seconds / size} ${name}s`;
}

/** When a site must have reported; null where it need not. */
export function dueAt({ reportEverySeconds, lastBundleAt, enrolledAt }: Reporting): string | null {
  const since = lastBundleAt ?? enrolledAt;
  if (reportEverySeconds === null || since === null) return null;
  return new Date(Date.parse(since) + reportEverySeconds * 1_000).toISOString();
}

type Reporting = Pick<SiteView, 'reportEverySeconds' | 'lastBundleAt' | 'enrolledAt'>;

const valueLengthMax = 120;

/** A field of an object on one side of a difference; long ones are cut. */
export function valueText(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text;
}

export function changesText({ changes, unchanged }: Pick<ApplyResult, 'changes' | 'unchanged'>): string {
  const objects = (count: number): string => `${count} ${count === 1 ? 'object' : 'objects'}`;
  return `${objects(changes.length)} would change, ${objects(unchanged)} as before.`;
}

/** Of a list that is cut: how many more there are. */
export function more(count: number): string {
  return count > 0 ? ` And ${count} more.` : '';
}

/** What is known of two clocks, in one sentence. */
export function clockText({ atLeastMs, atMostMs }: ClockView): string {
  if (atLeastMs === null && atMostMs === null) return 'Nothing is known of its clock yet.';
  if (atLeastMs !== null && atLeastMs > 1_000)
    return `Its clock is ahead of ours by ${durationOf(atLeastMs)} or more.`;
  if (atMostMs !== null && atMostMs < -1_000)
    return `Its clock is behind ours by ${durationOf(-atMostMs)} or more.`;
  const behind =
    atLeastMs === null ? 'by how much behind is not known' : `at most ${durationOf(-atLeastMs)} behind`;
  const ahead =
    atMostMs === null ? 'by how much ahead is not known' : `at most ${durationOf(atMostMs)} ahead`;
  return `No disagreement of clocks is seen: ${behind}, ${ahead}.`;
}

function durationOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** `3 events, 120 runs`; an empty bundle says that nothing happened. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(
    ([kind, count]) => `${count} ${names[kind]?.[count === 1 ? 0 : 1] ?? kind}`,
  );
  return words.length === 0 ? 'nothing new' : words.join(', ');
}

/** Of one, and of more. */
const names: Readonly<Record<string, readonly [string, string]>> = {
  event: ['log entry', 'log entries'],
  run: ['run', 'runs'],
  alert: ['alert', 'alerts'],
  page: ['page', 'pages'],
  audit: ['audit row', 'audit rows'],
  standing: ['standing of a check', 'standings of checks'],
  readiness: ['product with its standards', 'products with their standards'],
  file: ['catalog file', 'catalog files'],
  release: ['piece of a release', 'pieces of a release'],
};

/** What was open at a site when it told of itself last: `Open there: 2 incidents, 1 conflict to settle; 3 alerts fire`. Null: nothing. */
export function openThere({
  openIncidents,
  conflicts,
  firingAlerts,
}: Pick<SiteView, 'openIncidents' | 'conflicts' | 'firingAlerts'>): string | null {
  const count = (n: number, one: string, many: string): string[] =>
    n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  const open = [
    ...count(openIncidents, 'incident', 'incidents'),
    ...count(conflicts, 'conflict to settle', 'conflicts to settle'),
  ].join(', ');
  const parts = [
    ...(open === '' ? [] : [`Open there: ${open}`]),
    ...count(firingAlerts, 'alert fires', 'alerts fire'),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}
