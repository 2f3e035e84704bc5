import type { ReviewDocument } from '@fieldmarshal/contract/assist/review';
import { missingOf, reviewTimes } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { readImpact } from '#impact';
import type { Ctx } from '#platform';
import { decisiveMoments } from '../core/log/moments.ts';
import { summarise } from '../core/summary/summarise.ts';
import { readIncident } from '../read-incident.ts';

/** The review of an incident in fields, as far as it is written. */
export async function readReview(ctx: Ctx, { id }: { readonly id: string }): Promise<ReviewDocument> {
  permit(ctx, 'incident.read');
  const [{ incident, events, record }, impact] = await Promise.all([
    readIncident(ctx, id),
    readImpact(ctx, { id }),
  ]);
  const actors = new Map(events.map(({ seq, actor }) => [seq, actor.name]));
  const { causeAnswer: answer, likelyCause: likely, review } = incident;
  return {
    incident,
    times: [...reviewTimes(incident, events)],
    moments: decisiveMoments(incident, events, summarise(record).lines).map((moment) => ({
      ...moment,
      by: actors.get(moment.seq) ?? '',
    })),
    cause: { answer, likely },
    impact: { totals: impact.totals, dataLoss: incident.impact.dataLoss },
    ...{ parts: review.parts, factors: review.factors, actions: review.actions },
    missing: [...missingOf(incident)],
  };
}
