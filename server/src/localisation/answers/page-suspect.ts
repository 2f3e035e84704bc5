import type { CauseSuspect } from '@fieldmarshal/contract/localisation';
import { engageTeam } from '#incidents';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { readIncidentCause } from '../read/read-cause.ts';

const sentencesMax = 3;
/** As much as the reason of a page may hold. */
const reasonLengthMax = 900;

/**
 * Asks the team of a suspected product in, which pages it, and says why: the strongest evidence for, and the strongest against. Without a
 * product it is the first suspect. Refused where the verdict does not name it or nobody owns it.
 */
export async function pageSuspect(
  ctx: Ctx,
  { id, product }: { readonly id: string; readonly product?: string | undefined },
): Promise<{ team: string; product: string }> {
  permit(ctx, 'incident.engage');
  const { verdict } = await readIncidentCause(ctx, { id });
  const suspect = verdict?.suspects.find(
    ({ kind, name }) => kind === 'product' && (product === undefined || name === product),
  );
  if (suspect === undefined)
    throw new AppError('refused', `The verdict does not suspect ${product ?? 'any product'}.`);
  if (suspect.team === null)
    throw new AppError('refused', `The catalog does not say which team owns ${suspect.displayName}.`);
  await engageTeam(ctx, { id, team: suspect.team, reason: reasonOf(suspect) });
  return { team: suspect.team, product: suspect.name };
}

function reasonOf({ displayName, probability, evidence }: CauseSuspect): string {
  const sentences = (wanted: (nats: number) => boolean) =>
    evidence
      .filter(({ nats }) => wanted(nats))
      .map(({ sentence, source }) => `${sentence} (${source.label})`);
  const reasons = sentences((nats) => nats > 0).slice(0, sentencesMax);
  const [against] = sentences((nats) => nats < 0);
  const text = [
    `${displayName} is the likely cause (${probability.toFixed(2)}).`,
    ...reasons,
    ...(against === undefined ? [] : [`Against it: ${against}`]),
  ].join(' ');
  return text.length <= reasonLengthMax ? text : `${text.slice(0, reasonLengthMax - 1).toWellFormed()}…`;
}
