import { oc } from '@orpc/contract';
import { z } from 'zod';
import { notificationRules, quietHours } from '../catalog/notification-spec.ts';
import { channelName } from '../delivery/channel.ts';
import { severity } from '../severity.ts';

/** How somebody wants to be rung; as `notificationRules` and `quietHours` of a Person. */
export const ringingRules = z.strictObject({
  notificationRules,
  quietHours: quietHours.nullable().default(null),
});
export type RingingRules = z.output<typeof ringingRules>;

/** The same as somebody chooses it: each rule rings at once, since a page does not wait. */
export const ownRulesInput = ringingRules.superRefine(({ notificationRules: rules }, ctx) => {
  for (const [index, { ring }] of rules.entries())
    if (ring.length > 0 && ring.every(({ afterMinutes }) => afterMinutes > 0))
      ctx.addIssue({
        code: 'custom',
        path: ['notificationRules', index, 'ring'],
        message: 'one of them must ring at 0 minutes: a page does not wait',
      });
});

const plannedWay = z.object({
  channel: channelName,
  destination: z.string(),
  /** Counted from the beginning of the step; null = only where an earlier way fails. */
  afterMinutes: z.number().nullable(),
});

export const ownRules = z.object({
  /** Whose rules hold: one's own choice, those of the catalog, or nobody's, which is the usual way. */
  from: z.enum(['own', 'catalog', 'usual']),
  rules: ringingRules,
  /** What holds as soon as the own choice is taken back. */
  ofCatalog: ringingRules,
  /** What that means for each severity; one that is not assessed is rung as SEV1. */
  plan: z.array(
    z.object({
      severity,
      ways: z.array(plannedWay),
      /** What quiet hours leave of it; null where they do not hold for this severity. */
      inQuietHours: z.array(plannedWay).nullable(),
    }),
  ),
  /** Sentences for whoever chooses it. */
  warnings: z.array(z.string()),
});
export type OwnRules = z.infer<typeof ownRules>;

const route = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['me'] });

export const ownRulesContract = {
  ownRules: route('GET', '/me/notification-rules', 'Which way rings me when')
    .input(z.object({}))
    .output(ownRules),
  chooseRules: route('PUT', '/me/notification-rules', 'Choose which way rings me when, and my quiet hours')
    .input(ownRulesInput)
    .output(ownRules),
  previewRules: route('POST', '/me/notification-rules/preview', 'What a choice would mean')
    .input(ownRulesInput)
    .output(ownRules),
  dropRules: route(
    'DELETE',
    '/me/notification-rules',
    'Take my choice back; what the catalog says holds again',
  )
    .input(z.object({}))
    .output(ownRules),
};
