import { runLimits, runReport, type NewRunReport } from '@fieldmarshal/contract/checks';
import type { Mask } from './mask.ts';

/** Words of ours, names of the catalog, digests and instants: they hold no secret, and one whose value is such a word is none in them. */
const kept = new Set([
  ...['id', 'verdict', 'class', 'level', 'kind', 'category', 'contentType', 'sha256', 'traceId', 'unit'],
  ...['product', 'products', 'startedAt', 'likelyAt', 'earliestAt', 'latestAt'],
]);

/** What a masked text may have at most: the word for a secret can be longer than the secret. Others become no longer than they were. */
const lengthMax: Readonly<Record<string, number>> = {
  message: runLimits.textLength,
  stack: runLimits.textLength,
  title: 1_000,
  why: 1_000,
  location: 1_000,
  url: 2_000,
  text: 2_000,
  failure: 500,
  what: 500,
  cut: 200,
};

/** Every text of a report masked, whatever field it stands in; what is left is a report that can be sent. */
export function maskReport(report: NewRunReport, mask: Mask): NewRunReport {
  if (mask.isEmpty) return report;
  const measures = (report.measures ?? []).filter(({ name }) => mask.text(name) === name);
  return runReport.parse(masked({ ...report, measures }, { key: '', mask }));
}

function masked(value: unknown, { key, mask }: { key: string; mask: Mask }): unknown {
  if (kept.has(key)) return value;
  if (typeof value === 'string') return fitted(mask.text(value), lengthMax[key] ?? value.length);
  if (Array.isArray(value)) return value.map((item) => masked(item, { key, mask }));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, masked(item, { key: name, mask })]),
  );
}

function fitted(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).toWellFormed();
}
