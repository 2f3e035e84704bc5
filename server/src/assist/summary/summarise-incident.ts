import type { CitedLine, SummaryAnswer } from '@fieldmarshal/contract/assist';
import { permit } from '#identity';
import { readImpact } from '#impact';
import type { Ctx } from '#platform';
import { decisiveMoments } from '../core/log/moments.ts';
import { reviewDraft } from '../core/review.ts';
import { oneLineOf } from '../core/summary/one-line.ts';
import { summariseSince } from '../core/summary/since.ts';
import { summarise, type Line, type Slots } from '../core/summary/summarise.ts';
import { reviewLines } from '../core/texts/review-lines.ts';
import { readModelText } from '../model/read-text.ts';
import { readIncident } from '../read-incident.ts';

/** What is known of an incident, or what is new after entry `since`. */
export async function summariseIncident(
  ctx: Ctx,
  { id, since }: { readonly id: string; readonly since?: number | undefined },
): Promise<SummaryAnswer> {
  permit(ctx, 'incident.read');
  const { record, incident } = await readIncident(ctx, id);
  const whole = summarise(record);
  const shown =
    since === undefined ? { ...whole, entries: record.entries.length } : summariseSince(record, since);
  return {
    incidentId: id,
    asOf: incident.seq,
    by: 'rules',
    state: whole.state,
    lines: shown.lines.map((line) => wire(line)),
    slots: wireSlots(whole.slots),
    oneLine: oneLineOf(record, whole),
    entries: shown.entries,
  };
}

/** A draft of the review: from facts alone, or with what a model wrote of it and was verified. */
export async function draftReview(
  ctx: Ctx,
  { id, by = 'rules' }: { readonly id: string; readonly by?: 'rules' | 'model' },
): Promise<{ markdown: string }> {
  permit(ctx, 'incident.read');
  const [{ record, incident, events }, impact] = await Promise.all([
    readIncident(ctx, id),
    readImpact(ctx, { id }),
  ]);
  const written = by === 'model' ? (await readModelText(ctx, { id, feature: 'review' })).written : null;
  const lines = written?.lines.map((line) => ({
    ...line,
    kind: 'fact' as const,
    cites: line.cites.map(String),
  }));
  const summary = summarise(record);
  return {
    markdown: reviewDraft(incident, {
      moments: decisiveMoments(incident, events, summary.lines),
      impact: impact.totals,
      lines: lines ?? reviewLines({ record, incident, after: 0 }, summary),
    }),
  };
}

function wire({ kind, text, cites }: Line): CitedLine {
  return { kind, text, cites: cites.map(Number) };
}

function wireSlots({ impact, cause, done, workaround, next }: Slots): SummaryAnswer['slots'] {
  const slot = (line: Line | null): CitedLine | null => (line === null ? null : wire(line));
  return {
    impact: slot(impact),
    cause: slot(cause),
    done: slot(done),
    workaround: slot(workaround),
    next: slot(next),
  };
}
