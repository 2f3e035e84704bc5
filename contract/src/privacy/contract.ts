import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instant, objectName } from '../name.ts';

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['privacy'] });

const onPerson = z.strictObject({ person: objectName });

/** Everything that is kept about a person, by where it is kept; secrets and their hashes are left out. */
export const personData = z.object({
  person: z.string(),
  exportedAt: instant,
  items: z.array(
    z.object({
      /** The table of the database. */
      kept: z.string(),
      rows: z.array(z.record(z.string(), z.unknown())),
      /** There are more than are shown. */
      truncated: z.boolean(),
    }),
  ),
});
export type PersonData = z.infer<typeof personData>;

/** An erasure that was asked for: it goes on by itself until it is done, also after a crash. */
export const erasure = z.object({
  /** What stands in their place; the address to look at it again, also once nobody of the old name is left. */
  pseudonym: z.string(),
  askedAt: instant,
  /** Null while it goes on. */
  doneAt: instant.nullable(),
  /** Tables that were gone through, of how many. */
  tablesDone: z.number().int(),
  tables: z.number().int(),
  /** Why the latest attempt failed, empty where it did not: it is tried again by itself. */
  failure: z.string(),
  /** Rows in which they were replaced; null until it is done. */
  rows: z.number().int().nullable(),
  /** Rows of the audit log in which they were replaced; null until it is done. */
  auditRows: z.number().int().nullable(),
});
export type Erasure = z.infer<typeof erasure>;

/** What an erasure would do now, and how one that was asked for goes. */
export const erasurePlan = z.object({
  person: z.string(),
  displayName: z.string(),
  /** Sentences; while there are any, nothing is erased. */
  hindrances: z.array(z.string()),
  /** Files of incidents; null once it is asked for. */
  attachments: z
    .object({
      /** Files they brought. They stay, under the pseudonym. */
      uploaded: z.number().int(),
      /** Those of them that are no text: what they show is not changed. */
      closed: z.number().int(),
      /** Files, by whomever, whose name or text names them: there the pseudonym will stand. */
      named: z.number().int(),
      /** False: only the newest 32 MiB of texts were read for this. An erasure reads all. */
      isAll: z.boolean(),
    })
    .nullable(),
  /** Null: none was asked for. */
  erasure: erasure.nullable(),
});
export type ErasurePlan = z.infer<typeof erasurePlan>;

/** Private incidents whose readers may all sign in no more. Nothing is told of them but that they are there. */
export const lockedIncidents = z.object({
  items: z.array(z.object({ id: z.string(), declaredAt: instant, isOpen: z.boolean() })),
});
export type LockedIncidents = z.infer<typeof lockedIncidents>;

/** The HTTP contract of privacy; mounted under `/api/v1`. */
export const privacyContract = {
  data: route('GET', '/people/{person}/data', 'Everything that is kept about a person')
    .input(onPerson)
    .output(personData),
  plan: route(
    'GET',
    '/people/{person}/erasure',
    'Whether a person can be erased now, and how an erasure goes; also by the pseudonym',
  )
    .input(onPerson)
    .output(erasurePlan),
  erase: route('POST', '/people/{person}/erasure', 'Erase a person, for good')
    .input(
      z.strictObject({
        person: objectName,
        /** The name of the account once more: this cannot be undone. */
        confirm: z.string().max(200),
      }),
    )
    .output(erasure),
  locked: route('GET', '/locked-incidents', 'Private incidents that nobody is left to see').output(
    lockedIncidents,
  ),
  unlock: route('POST', '/locked-incidents/{id}/opening', 'See a private incident that nobody is left to see')
    .input(
      z.strictObject({
        id: z.string().max(40),
        /** Why, for the log of the incident, the audit log and all administrators. */
        reason: z.string().trim().min(10).max(500),
      }),
    )
    .output(z.object({ id: z.string() })),
};
