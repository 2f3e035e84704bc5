import { oc } from '@orpc/contract';
import { z } from 'zod';
import { briefsInput, incidentId } from '../incidents/schema.ts';
import { text } from '../name.ts';
import { callMap } from './calls.ts';
import { candidate, cause, causeAnswer, causeBrief, failingGroup, faultKind } from './cause.ts';
import { causeRecord, causeReplay } from './record.ts';
import { runSpans } from './spans.ts';
import { causeWeights } from './weights.ts';

type Method = 'GET' | 'POST';
const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['localisation'] });
const onIncident = z.object({ id: incidentId });
const onGroup = z.object({ id: z.string().regex(/^\d{1,15}$/) });
const onRun = z.object({ id: z.uuid() });

const days = z.coerce.number().int().min(1).max(3_650).default(90);

/** What people say of a verdict, of an incident or of a failing group. */
const said = z.object({
  answer: causeAnswer.shape.answer,
  /** For `corrected`; with the others it follows from the verdict. */
  cause: candidate.optional(),
  faultKind: faultKind.optional(),
  note: text.max(2_000).default(''),
  /** The verdict that was read, so that a newer one is not confirmed unseen; without it the newest. */
  version: z.number().int().min(1).max(1_000_000).optional(),
});
const version = z.coerce.number().int().min(1).max(1_000_000).optional();

export const answerCauseInput = onIncident.extend(said.shape);
export const answerGroupInput = onGroup.extend(said.shape);

/** The HTTP contract of localisation; mounted under `/api/v1`. */
export const localisationContract = {
  ofIncident: route('GET', '/incidents/{id}/cause', 'Which product is the cause, why, and why not the others')
    .input(onIncident)
    .output(cause),
  answer: route('POST', '/incidents/{id}/cause/answer', 'Confirm, correct or reject the cause verdict')
    .input(answerCauseInput)
    .output(cause),
  page: route('POST', '/incidents/{id}/cause/page', 'Page the team of a suspect, with the evidence')
    .input(onIncident.extend({ product: z.string().max(63).optional() }))
    .output(z.object({ team: z.string(), product: z.string() })),
  briefs: route('GET', '/causes', 'What each of some incidents is put down to')
    .input(briefsInput)
    .output(z.object({ items: z.array(causeBrief) })),
  failing: route('GET', '/causes/failing', 'Groups of failing checks with their likely cause')
    .input(z.object({}))
    .output(z.object({ items: z.array(failingGroup) })),
  ofGroup: route('GET', '/causes/failing/{id}', 'The cause verdict of one failing group of checks')
    .input(onGroup)
    .output(cause),
  answerGroup: route(
    'POST',
    '/causes/failing/{id}/answer',
    'Confirm, correct or reject the cause verdict of a failing group that no incident deals with',
  )
    .input(answerGroupInput)
    .output(cause),
  replay: route('GET', '/incidents/{id}/cause/replay', 'A verdict as it was, and by the weights of now')
    .input(onIncident.extend({ version }))
    .output(causeReplay),
  replayGroup: route(
    'GET',
    '/causes/failing/{id}/replay',
    'A verdict on a failing group as it was, and by the weights of now',
  )
    .input(onGroup.extend({ version }))
    .output(causeReplay),
  record: route('GET', '/causes/record', 'How often verdicts were right')
    .input(
      z.object({
        days,
        /** A row of `byEnvironment`, and one of `byFaultKind`; without them all. */
        environment: z.string().max(200).optional(),
        faultKind: z.string().max(40).optional(),
      }),
    )
    .output(causeRecord),
  weights: route('GET', '/causes/weights', 'The weights that verdicts are made by')
    .input(z.object({}))
    .output(causeWeights),
  fitWeights: route('POST', '/causes/weights/fit', 'Fit the weights on what people said of causes')
    .input(z.object({}))
    .output(causeWeights),
  applyWeights: route(
    'POST',
    '/causes/weights/use',
    'Make verdicts by fitted weights, or by the shipped ones',
  )
    .input(z.object({ id: z.number().int().min(1).nullable() }))
    .output(causeWeights),
  calls: route('GET', '/calls', 'Who calls whom by spans, beside the catalog')
    .input(z.object({ days }))
    .output(callMap),
  spansOfRun: route('GET', '/runs/{id}/spans', 'The spans that a run left, by product')
    .input(onRun)
    .output(runSpans),
  ofRun: route('GET', '/runs/{id}/cause', 'The cause verdict of the failure that a run is part of')
    .input(onRun)
    .output(z.object({ cause: cause.nullable() })),
};
