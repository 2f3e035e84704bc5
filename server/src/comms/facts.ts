import { audiences, stages } from '@fieldmarshal/contract/comms';
import { z } from 'zod';
import { defineFact } from '#platform';

const about = {
  communicationId: z.string(),
  /** Null for announcements of maintenance. */
  incidentId: z.string().nullable(),
  audience: z.enum(audiences),
  /** How customers call the application; '' for the other audiences. */
  application: z.string(),
  language: z.string(),
  stage: z.enum(stages),
  title: z.string(),
  /** Who approved it, for people's eyes. */
  by: z.array(z.string()),
};

/** It left, and is on the status page where it was meant to be. */
export const communicationSent = defineFact(
  'communication.sent',
  z.object({
    ...about,
    /** What changed since it was approved, and no reader would notice; a sentence each. */
    changes: z.array(z.string()).default([]),
    recipients: z.number().int(),
    corrects: z.string().nullable(),
    /** When the next word is owed to anybody by now. */
    nextUpdateAt: z.string().nullable(),
  }),
);

/** It was approved and did not leave: something had changed by then that its readers would feel. */
export const communicationHeld = defineFact(
  'communication.held',
  z.object({ ...about, people: z.array(z.string()), why: z.string() }),
);
