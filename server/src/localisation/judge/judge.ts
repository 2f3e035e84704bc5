import type { Ctx } from '#platform';
import { readMarks } from '../store/due-store.ts';
import { judgeEnvironment } from './judge-environment.ts';
import { judgeIncident } from './judge-incident.ts';
import { subjectKey, type Subject } from './mark.ts';

/** Looks at one subject. Reads first and stores all at once: cut off anywhere, it is done again. */
export async function judge(ctx: Ctx, subject: Subject): Promise<void> {
  const marks = await readMarks(ctx.env.databases[ctx.pool], subjectKey(subject));
  if ('environment' in subject) await judgeEnvironment(ctx, subject, marks);
  else await judgeIncident(ctx, subject, marks);
}
