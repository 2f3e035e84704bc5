import { oc } from '@orpc/contract';
import { z } from 'zod';
import { objectName } from '../name.ts';
import {
  answersInput,
  feedbackAnswer,
  feedbackSummary,
  giveInput,
  replyInput,
  stateInput,
} from './schema.ts';

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['feedback'] });

/** The HTTP contract of feedback on dashboards; mounted under `/api/v1`. Other dashboards' pages send to `/feedback/embed`. */
export const feedbackContract = {
  give: route('POST', '/feedback', 'Say whether a screen of this platform gave what it was opened for')
    .input(giveInput)
    .output(z.object({ counted: z.literal(true) })),
  answers: route('GET', '/feedback', 'Answers with words, the newest first')
    .input(answersInput)
    .output(z.object({ items: z.array(feedbackAnswer), nextCursor: z.string().nullable() })),
  summary: route('GET', '/feedback/summary', 'How often people find what they look for, and how fast')
    .input(
      z.object({
        dashboard: objectName.optional(),
        days: z.coerce.number().int().min(7).max(400).default(90),
      }),
    )
    .output(feedbackSummary),
  reply: route('POST', '/feedback/{id}/reply', 'Reply to who gave an answer with their name')
    .input(replyInput)
    .output(feedbackAnswer),
  setState: route(
    'POST',
    '/feedback/{id}/state',
    'Say that something came of an answer, or that it is open again',
  )
    .input(stateInput)
    .output(feedbackAnswer),
};
