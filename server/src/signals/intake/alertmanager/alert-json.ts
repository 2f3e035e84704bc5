import { fingerprint } from '../../core/fingerprint.ts';
import { matchesAll } from '../../core/matcher.ts';
import type { Labels } from '../../core/signal.ts';
import type { AmRow } from '../../store/senders/am-store.ts';
import type { AlertFilter } from './filters.ts';

/** Whether the reader wants this alert. */
export function wanted(row: AmRow, filter: AlertFilter): boolean {
  if (row.silenced_by === null ? !filter.active : !filter.silenced) return false;
  if (filter.receiver !== null && !filter.receiver(row.route)) return false;
  return filter.matchers.length === 0 || matchesAll(filter.matchers, labelsOf(row));
}

/** `gettableAlert` as JSON text. An alert that never ends by itself shows an end far ahead, since the field is required. */
export function alertJson(row: AmRow): string {
  const isFingerprint = /^[0-9a-f]{16}$/.test(row.key);
  const print = isFingerprint ? row.key : fingerprint(labelsOf(row));
  const suppressed = row.silenced_by !== null;
  const link = row.link === null ? '' : `,"generatorURL":${JSON.stringify(row.link)}`;
  return (
    `{"annotations":${row.annotations},"endsAt":"${(row.ends_at ?? never).toISOString()}","fingerprint":"${print}",` +
    `"receivers":[{"name":${JSON.stringify(row.route)}}],"startsAt":"${row.starts_at.toISOString()}",` +
    `"status":{"inhibitedBy":[],"silencedBy":${JSON.stringify(row.silenced_by ?? [])},"state":"${suppressed ? 'suppressed' : 'active'}"},` +
    `"updatedAt":"${row.changed_at.toISOString()}"${link},"labels":${row.labels}}`
  );
}

const never = new Date('2100-01-01T00:00:00Z');

function labelsOf(row: AmRow): Labels {
  const labels: unknown = JSON.parse(row.labels);
  // The column is written by this server only, always as an object of strings.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return labels as Record<string, string>;
}
