import { oc } from '@orpc/contract';
import { z } from 'zod';
import { objectName } from '../name.ts';
import { evidenceKinds } from './ladder-spec.ts';

/** How far somebody is with one criterion. */
const shownCriterion = z.object({
  evidence: z.enum(evidenceKinds),
  text: z.string(),
  have: z.number().int(),
  need: z.number().int(),
});
const shownStep = z.object({
  name: z.string(),
  title: z.string(),
  done: z.boolean(),
  criteria: z.array(shownCriterion),
  /** `person` signed, whose name is `by`. */
  signOffs: z.array(z.object({ person: z.string(), by: z.string(), note: z.string(), at: z.string() })),
  signOffsNeeded: z.number().int(),
});
const climber = z.object({
  person: z.string(),
  name: z.string(),
  mentor: z.object({ person: z.string(), name: z.string() }).nullable(),
  /** `qualified` may lead alone; `lapsed` could, and has been away for too long. */
  standing: z.enum(['climbing', 'qualified', 'lapsed']),
  /** Name of the step they are on; null when all are done. */
  step: z.string().nullable(),
  /** What stands between them and the next step, in whole phrases. */
  missing: z.array(z.string()),
  steps: z.array(shownStep),
  /** A lead said so, without the steps; and why. */
  grantedBecause: z.string().nullable(),
  lastPractice: z.string().nullable(),
  /** Of who is qualified: from when on they are not, unless they practise before; null: never, or they are not. */
  lapsesAt: z.string().nullable(),
});
export type Climber = z.infer<typeof climber>;

/** A time in which nobody on a watched schedule is qualified. */
const aloneShift = z.object({
  schedule: z.string(),
  from: z.string(),
  to: z.string(),
  people: z.array(z.string()),
});
export const shownLadder = z.object({
  name: z.string(),
  title: z.string(),
  enforce: z.enum(['warn', 'refuse']),
  people: z.array(climber),
  /** In the next four weeks; times with only people who are not on the ladder are left out. */
  alone: z.array(aloneShift),
  /** People who are on in its schedules in the next four weeks and not on the ladder: of them nobody knows whether they are qualified. */
  strangers: z.array(z.object({ person: z.string(), name: z.string() })),
});
export type ShownLadder = z.infer<typeof shownLadder>;

const onLadder = z.object({ ladder: objectName });
const route = (method: 'GET' | 'POST' | 'DELETE', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['training'] });

/** The part of the HTTP contract of training that is about ladders. */
export const ladderContract = {
  ladders: route('GET', '/training/ladders', 'Every ladder, who is on it, and what they still need')
    .input(z.object({}))
    .output(z.object({ items: z.array(shownLadder) })),
  enrol: route(
    'POST',
    '/training/ladders/{ladder}/people',
    'Put somebody on a ladder, or say that they are qualified',
  )
    .input(
      onLadder.extend({
        person: objectName,
        /** null: nobody; left out: as before. */
        mentor: objectName.nullable().optional(),
        /** Qualified already, for this reason; null: no longer by a word; left out: as before. */
        grantedBecause: z.string().trim().min(1).max(500).nullable().optional(),
      }),
    )
    .output(climber),
  signOff: route('POST', '/training/ladders/{ladder}/sign-offs', 'Sign that somebody has what a step asks')
    .input(
      onLadder.extend({ person: objectName, step: objectName, note: z.string().trim().min(1).max(2_000) }),
    )
    .output(climber),
  takeOff: route(
    'DELETE',
    '/training/ladders/{ladder}/people/{person}',
    'Take somebody off a ladder; what they did and who signed for it stays known',
  )
    .input(onLadder.extend({ person: objectName }))
    .output(onLadder.extend({ person: objectName })),
  takeBack: route(
    'DELETE',
    '/training/ladders/{ladder}/people/{person}/sign-offs/{step}/{by}',
    'Take a signature back: your own, or for leads anybody’s',
  )
    .input(onLadder.extend({ person: objectName, step: objectName, by: objectName }))
    .output(climber),
};
