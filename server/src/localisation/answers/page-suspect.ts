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
 * product it is the first suspect. Refused where the verdict does not name it, where the first suspect is the test or the runner, or where
 * nobody owns it.
 */
export async function pageSuspect(
  ctx: Ctx,
  { id, product }: { readonly id: string; readonly product?: string | undefined },
): Promise<{ team: string; product: string }> {
  permit(ctx, 'incident.engage');
  const { verdict } = await readIncidentCause(ctx, { id });
  const suspects = product === undefined ? verdict?.suspects.slice(0, 1) : verdict?.suspects;
  const suspect = suspects?.find(
    ({ kind, name }) => isOwned(kind) && (product === undefined || name === product),
  );
  const [first] = suspects ?? [];
  if (suspect === undefined && product === undefined && first !== undefined)
    throw new AppError(
      'refused',
      `The verdict suspects ${first.displayName}, which no team owns; name the product whose team is to be paged all the same.`,
    );
  if (suspect === undefined)
    throw new AppError('refused', `The verdict does not suspect ${product ?? 'any product'}.`);
  if (suspect.team === null)
    throw new AppError('refused', `The catalog does not say which team owns ${suspect.displayName}.`);
  await engageTeam(ctx, { id, team: suspect.team, reason: reasonOf(suspect) });
  return { team: suspect.team, product: suspect.name };
}

/** Somebody else's service has a team too: the one that deals with who runs it. */
function isOwned(kind: CauseSuspect['kind']): boolean {
  return kind === 'product' || kind === 'third-party';
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
