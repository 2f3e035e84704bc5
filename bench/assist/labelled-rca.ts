import { join } from 'node:path';
import { assessRca, measure, priorModel, type PastCase, type RcaVerdict } from '@fieldmarshal/server/rca';
import { z } from 'zod';
import { readRows } from './rows.ts';
import { caseOf, rcaRow, type RcaRow } from './tasks/rca.ts';

/** An incident with what its company decided, and its place among those before it. */
export interface LabelledRca extends RcaVerdict {
  readonly row: RcaRow;
  readonly source: string;
  readonly year: string;
}

const labels = z.object({ id: z.string(), postmortem: z.boolean().nullable() });

/** The development incidents whose companies say of which ones they published an analysis. */
export function labelledRca(data: string): LabelledRca[] {
  const decided = new Map(
    ['google-cloud', 'characterai'].flatMap((company) =>
      readRows(join(data, `${company}.jsonl`), labels).map(({ id, postmortem }) => [id, postmortem] as const),
    ),
  );
  const pasts = new Map<string, PastCase[]>();
  return readRows(join(data, 'views/rca.jsonl.gz'), rcaRow).map((row) => {
    const past = pasts.get(row.source) ?? [];
    pasts.set(row.source, past);
    const one = caseOf(row);
    const { vector } = assessRca(one, past, priorModel);
    past.push({ startedAt: one.startedAt, products: row.components, raw: measure(one, past) });
    return {
      row,
      vector,
      accepted: decided.get(row.id) === true,
      source: row.source,
      year: row.started_at.slice(0, 4),
    };
  });
}
