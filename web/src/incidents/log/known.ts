import type { SummaryAnswer } from '@fieldmarshal/contract/assist';
import type { ImpactRecord } from '@fieldmarshal/contract/impact';
import type { Cause } from '@fieldmarshal/contract/localisation';
import { getJson } from '../../app/http.ts';

/** What is known of an incident beside its log; null where it could not be read. */
export interface Known {
  readonly summary: SummaryAnswer | null;
  readonly impact: ImpactRecord | null;
  readonly cause: Cause | null;
}

/** The log can be copied whatever else fails. */
export async function readKnown(id: string): Promise<Known> {
  const read = async <T>(part: string): Promise<T | null> =>
    getJson<T>(`/api/v1/incidents/${id}/${part}`).catch(() => null);
  const [summary, impact, cause] = await Promise.all([
    read<SummaryAnswer>('summary'),
    read<ImpactRecord>('impact'),
    read<Cause>('cause'),
  ]);
  return { summary, impact, cause };
}

const rowsMax = 40;

/** What is known, not known yet, hit, and suspected, as lists under headings: each statement with what it rests on. */
export function knownSections({ summary, impact, cause }: Known): readonly (readonly [string, string[]])[] {
  const hit = impact?.rows.filter(({ standing }) => standing !== 'not-hit').slice(0, rowsMax) ?? [];
  return [
    ['What is known', summary?.lines.map(({ text, cites }) => `${text} [${cites.join(', ')}]`) ?? []],
    ['Not known yet', summary === null ? [] : unknownsOf(summary.slots)],
    [
      'Who is affected',
      hit.map(({ kind, title, state, standing }) => `${kind} ${title}: ${state}, ${standing}`),
    ],
    ['Suspected cause', cause?.verdict ? suspectsOf(cause.verdict) : []],
  ];
}

function unknownsOf({ cause, workaround, next }: SummaryAnswer['slots']): string[] {
  return [
    ...(cause === null ? ['the cause'] : []),
    ...(workaround === null ? ['a way around it'] : []),
    ...(next === null ? ['what is done next'] : []),
  ];
}

function suspectsOf({ clear, suspects }: NonNullable<Cause['verdict']>): string[] {
  return [
    ...(clear ? [] : ['Not clear: none of these is likely enough to act upon.']),
    ...suspects.slice(0, 3).map(({ displayName, probability, evidence }) => {
      const why = evidence
        .slice(0, 3)
        .map(({ sentence, nats }) => `${nats > 0 ? 'for' : 'against'}: ${sentence.replace(/\.$/, '')}`);
      return `${displayName}, ${Math.round(100 * probability)}%${why.length === 0 ? '' : ` (${why.join('; ')})`}`;
    }),
  ];
}
