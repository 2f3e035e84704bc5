import { z } from 'zod';
import { described } from '../described.ts';
import { text } from '../name.ts';
import { audiences, messageLanguages, messageStages } from './words.ts';

/** How an organisation says it: takes the place of the shipped words for the same readers, at one stage or at all of them. */
export const templateSpec = z.strictObject({
  ...described,
  language: z.enum(messageLanguages),
  audience: z.enum(audiences),
  /** Left out: every stage that has no template of its own. */
  stage: z.enum(messageStages).optional(),
  /** Liquid, with the slots of `docs/messages.md` and nothing else. */
  text: text.min(1),
  /** `brief`: for chats, in few words. */
  channel: z.enum(['full', 'brief']).default('full'),
});
export type TemplateSpec = z.output<typeof templateSpec>;
