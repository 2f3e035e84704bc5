import { z } from 'zod';
import { described, webAddress } from '../described.ts';
import { faultOfTemplate, placeholdersOf } from '../knowledge/template.ts';
import { line, objectName } from '../name.ts';

/** What the address of a new ticket can be filled with; a value that an action lacks is left empty. */
export const newTicketFields = [
  ...['ref', 'title', 'description', 'aim', 'owner', 'ownerEmail', 'team', 'due', 'link'],
  ...['incident', 'incidentTitle', 'severity', 'product', 'environment'],
] as const;

const address = (fields: readonly string[]) =>
  z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .regex(/^https?:\/\/[^/{}\s]+/u, 'must begin with the host of the tracker, such as https://jira.example/')
    .superRefine((value, context) => {
      const strange = placeholdersOf(value).find((name) => !fields.includes(name));
      const fault =
        faultOfTemplate(value) ??
        (strange === undefined ? null : `knows no {{${strange}}}; there is ${fields.join(', ')}`);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    });

const words = z.array(line).max(50).optional();
const names = z.array(objectName).max(200).default([]);

/** Where the work on actions of reviews is kept: Jira, GitHub, GitLab, anything with addresses and webhooks. */
export const trackerSpec = z.strictObject({
  ...described,
  /** The form of a new ticket, filled in: `https://jira.example/…?summary={{title}}&description={{description}}`. */
  newTicket: address(newTicketFields).optional(),
  /** Where a ticket is read: `https://jira.example/browse/{{key}}`. */
  ticket: address(['key']).optional(),
  /** What becomes of actions is posted here. */
  webhook: z
    .strictObject({
      url: webAddress,
      /** `github`: as `POST /repos/{owner}/{repo}/dispatches` takes it. */
      body: z.enum(['standard', 'github']).default('standard'),
      /** The header of a key, which is set in Admin and sealed; `Authorization` carries it as `Bearer`. */
      keyHeader: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'must be the name of a header')
        .optional(),
    })
    .optional(),
  /** The integration, of kind `tracker`, that may speak for it; left out: the one of the same name. */
  integration: line.optional(),
  /** A ticket in whose text an action is named (INC-42/A3) becomes its ticket. Only where no stranger can write tickets. */
  linkByText: z.boolean().default(false),
  /** Actions of incidents of these products; an empty list is every one. */
  products: names,
  /** Actions of these teams; an empty list is every one. */
  teams: names,
  /** What its states mean for an action, whatever their case; a list takes the place of the usual words. */
  states: z.strictObject({ open: words, doing: words, done: words, dropped: words }).default({}),
});
export type TrackerSpec = z.output<typeof trackerSpec>;
