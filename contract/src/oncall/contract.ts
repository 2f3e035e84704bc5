import { oc } from '@orpc/contract';
import { z } from 'zod';
import { channelName } from '../delivery/channel.ts';
import { attemptOutcome } from '../delivery/contract.ts';
import { instant, line, objectName } from '../name.ts';
import { page as pageOf, pageQuery } from '../page.ts';
import { severity } from '../severity.ts';
import { coverageContract } from './coverage.ts';
import { feedsContract } from './feeds.ts';
import { overridesContract } from './overrides.ts';
import { ownRulesContract } from './own-rules.ts';
import { timelineContract } from './timeline.ts';
import { walkPreviewContract } from './walk-preview.ts';

/** Whether the last message to a person arrived. `unknown`: none was sent of late. */
export const reachability = z.object({
  state: z.enum(['reached', 'not reached', 'unknown']),
  at: instant.nullable(),
  detail: z.string().nullable(),
});

export const personOnCall = z.object({
  person: z.string(),
  displayName: z.string(),
  reachability,
});

export const scheduleOnCall = z.object({
  schedule: z.string(),
  displayName: z.string(),
  timeZone: z.string(),
  /** Nobody = an empty list. */
  people: z.array(personOnCall),
  /** Who is paged beside them, and why, e.g. until a handover is accepted. */
  beside: z.array(z.object({ person: z.string(), displayName: z.string(), why: z.string() })),
  /** True where only the fallback is on: a hole in the rota. */
  onFallback: z.boolean(),
  /** Until when these people are on; null where that is further than 60 days away. */
  until: instant.nullable(),
  next: z.object({ people: z.array(z.string()), from: instant }).nullable(),
});
export type ScheduleOnCall = z.infer<typeof scheduleOnCall>;

export const shift = z.object({ from: instant, to: instant, people: z.array(z.string()) });
export const gap = z.object({ from: instant, to: instant });

const maxDays = 400;
/** `[from, to)`; from now for 28 days where left out; at most 400 days, between 2000 and 2100. */
export const shiftsInput = z
  .object({ name: objectName, from: instant.optional(), to: instant.optional() })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'must be after from',
  })
  .refine(
    ({ from, to }) =>
      from === undefined || to === undefined || Date.parse(to) - Date.parse(from) <= maxDays * 86_400_000,
    { path: ['to'], message: `must be at most ${maxDays} days after from` },
  )
  .refine(({ from, to }) => isSensible(from) && isSensible(to), {
    path: ['from'],
    message: 'must be between 2000 and 2100',
  });

export const onCallInput = z.object({
  at: instant.refine(isSensible, 'must be between 2000 and 2100').optional(),
});

function isSensible(text: string | undefined): boolean {
  if (text === undefined) return true;
  const year = new Date(text).getUTCFullYear();
  return year >= 2000 && year < 2100;
}

export const pageState = z.enum(['open', 'acknowledged', 'declined', 'closed']);

export const pageSummary = z.object({
  id: z.string(),
  incidentId: z.string(),
  person: z.string(),
  displayName: z.string(),
  team: z.string().nullable(),
  title: z.string(),
  severity: severity.nullable(),
  reason: z.string(),
  /** `closed`: no longer wanted, unanswered by this person. */
  state: pageState,
  openedAt: instant,
  endedAt: instant.nullable(),
  /** Who answered, or whose answer closed it. */
  answeredBy: z.string().nullable(),
  endedWhy: z.string().nullable(),
  /** Whom this person shadows: they are paged beside them, and their answer stops no paging. Null for everybody else. */
  shadow: z
    .object({
      person: z.string(),
      displayName: z.string(),
      /** They are to lead once that person has acknowledged. */
      leads: z.boolean(),
    })
    .nullable(),
});
export type PageSummary = z.infer<typeof pageSummary>;

/** One attempt to reach the person in one step, with every try of its message. */
export const pageRing = z.object({
  escalationId: z.string(),
  /** Which round and step of the escalation, e.g. `r0s1`; `rf` = the fallback. */
  ring: z.string(),
  channel: channelName,
  destination: z.string(),
  /** As what the person was paged. */
  why: z.string(),
  dueAt: instant,
  madeAt: instant,
  /** `delivered`: a receipt says that it arrived. */
  outcome: z.enum(['sent', 'delivered', 'failed', 'retrying', 'unknown']).nullable(),
  detail: z.string().nullable(),
  deliveryId: z.string().nullable(),
  tries: z.array(
    z.object({
      attempt: z.number().int(),
      startedAt: instant,
      endedAt: instant.nullable(),
      outcome: attemptOutcome,
      detail: z.string(),
    }),
  ),
});

export const pageDetail = pageSummary.extend({
  rings: z.array(pageRing),
  /** When the next step follows unless somebody answers; null where none will. */
  nextStepAt: instant.nullable(),
  /** Who is paged then, as people read them; empty where nobody is left. */
  nextPeople: z.array(z.string()),
});
export type PageDetail = z.infer<typeof pageDetail>;

export const pageListInput = pageQuery.extend({
  incident: z.string().max(100).optional(),
  /** A person's name, or `me`. */
  person: objectName.optional(),
  state: pageState.optional(),
  cursor: z
    .string()
    .regex(/^PG-[0-9a-z]{12}$/, 'is not a cursor of this list')
    .optional(),
});

/** An escalation that nobody has answered. */
export const asking = z.object({
  escalationId: z.string(),
  /** The team that is asked; null: the incident as a whole, or a person by hand. */
  team: z.string().nullable(),
  /** Who was asked for by hand. */
  person: z.string().nullable(),
  /** `exhausted`: nobody is left to ask. */
  state: z.enum(['paging', 'exhausted']),
  since: instant,
});
export type Asking = z.infer<typeof asking>;

export const answerInput = z.object({ id: z.string().max(40), answer: z.enum(['acknowledge', 'cannot']) });
export const answered = z.object({
  outcome: z.enum(['acknowledged', 'declined', 'already-acknowledged', 'closed', 'following']),
  /** Who acknowledged: you, or who was faster. */
  by: z.string().nullable(),
});

export const pageByHandInput = z
  .object({
    id: z.string().min(1).max(100),
    team: objectName.optional(),
    person: objectName.optional(),
    reason: line.optional(),
  })
  .refine(({ team, person }) => (team === undefined) !== (person === undefined), {
    path: ['team'],
    message: 'name either a team or a person',
  });

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['on-call'] });

/** Somebody on call whom a page would not reach now. */
export const unreachablePerson = z.object({
  person: z.string(),
  displayName: z.string(),
  schedules: z.array(z.string()),
  /** Each a sentence; at least one. */
  why: z.array(z.string()),
});
export type UnreachablePerson = z.infer<typeof unreachablePerson>;

/** A trainee beside others, as the catalog has it. */
export const shadowView = z.object({
  name: z.string(),
  trainee: z.string(),
  traineeName: z.string(),
  /** Of the person or the schedule that is shadowed. */
  of: z.object({ kind: z.enum(['person', 'schedule']), name: z.string(), displayName: z.string() }),
  from: instant.nullable(),
  until: instant.nullable(),
  leads: z.boolean(),
  isActive: z.boolean(),
  /** Beside whom now; empty where it does not hold, or nobody of the schedule is on. */
  beside: z.array(z.object({ person: z.string(), displayName: z.string() })),
  /** False where it comes from a file, or whoever asks may not change the catalog. */
  editable: z.boolean(),
  generation: z.number().int(),
  /** As the catalog has it, to be put back with a change. */
  spec: z.record(z.string(), z.unknown()),
});
export type ShadowView = z.infer<typeof shadowView>;

/** The HTTP contract of oncall; mounted under `/api/v1`. */
export const oncallContract = {
  ...overridesContract,
  ...timelineContract,
  ...coverageContract,
  ...feedsContract,
  ...walkPreviewContract,
  ...ownRulesContract,
  onCall: route('GET', '/oncall', 'Who is on call, by schedule')
    .input(onCallInput)
    .output(z.object({ at: instant, schedules: z.array(scheduleOnCall) })),
  unreachable: route('GET', '/oncall/unreachable', 'Who is on call now and could not be reached, and why')
    .input(z.object({}))
    .output(z.object({ at: instant, items: z.array(unreachablePerson) })),
  shadows: route('GET', '/oncall/shadows', 'Who shadows whom, those that are over last')
    .input(z.object({}))
    .output(z.object({ at: instant, items: z.array(shadowView) })),
  shifts: route('GET', '/schedules/{name}/shifts', 'Who is on call from when to when')
    .input(shiftsInput)
    .output(
      z.object({
        schedule: z.string(),
        from: instant,
        to: instant,
        shifts: z.array(shift),
        /** What lies before this is as it was recorded at the time; null where nothing of it is. */
        recordedUntil: instant.nullable(),
      }),
    ),
  gaps: route('GET', '/schedules/{name}/gaps', 'When nobody is on call')
    .input(shiftsInput)
    .output(
      z.object({
        schedule: z.string(),
        from: instant,
        to: instant,
        gaps: z.array(gap),
        /** Holes of the rota that the fallback covers. */
        coveredByFallback: z.array(gap),
      }),
    ),
  listPages: route('GET', '/pages', 'Pages, newest first').input(pageListInput).output(pageOf(pageSummary)),
  getPage: route('GET', '/pages/{id}', 'A page with every attempt and why')
    .input(z.object({ id: z.string().max(40) }))
    .output(pageDetail),
  answerPage: route('POST', '/pages/{id}/answer', 'Acknowledge, or say that you cannot take it')
    .input(answerInput)
    .output(answered),
  asking: route('GET', '/incidents/{id}/paging', 'Who is asked about an incident and has not answered')
    .input(z.object({ id: z.string().min(1).max(100) }))
    .output(z.object({ items: z.array(asking) })),
  pageByHand: route('POST', '/incidents/{id}/pages', 'Page a team or a person now')
    .input(pageByHandInput)
    .output(
      z.object({
        escalationId: z.string(),
        /** True where this team or person is being paged already; nothing was changed then. */
        alreadyPaging: z.boolean(),
      }),
    ),
};
