import { inTransaction, type Ctx } from '#platform';
import { candidateId } from '../core/live/candidates.ts';
import { fittedWeights } from '../core/weights.ts';
import { loadVersion } from '../store/version-store.ts';
import { fitApart, type Fitted, type Lesson } from './fit-apart.ts';
import { answersMax } from './task.ts';
import { answeredCases, settleFit } from './weights-store.ts';

/** For a job: fits the weights that somebody asked for, beginning with the shipped ones, and says what came of it. */
export async function fitAsked(ctx: Ctx, { id }: { readonly id: number }): Promise<void> {
  const found = await fitOrWhyNot(ctx);
  await inTransaction(ctx, async (tx) => {
    await settleFit(tx, id, found);
    tx.changed('causes');
  });
}

async function fitOrWhyNot(ctx: Ctx): Promise<Fitted | { readonly why: string }> {
  try {
    const fitted = await fitApart(lessons(ctx), fittedWeights);
    return (
      fitted ?? {
        why: 'Of too few of the incidents the cause that people named is among what was looked at.',
      }
    );
  } catch (error) {
    ctx.env.log.error({ err: error }, 'weights could not be fitted');
    return { why: `It broke off: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function* lessons(ctx: Ctx): AsyncGenerator<Lesson> {
  const db = ctx.env.databases[ctx.pool];
  for (const { caseId, version, kind, name } of await answeredCases(db, answersMax)) {
    const stored = await loadVersion(db, caseId, version);
    if (stored?.evidence != null) yield { evidence: stored.evidence, cause: candidateId({ kind, name }) };
  }
}
