import type { TitleProposal } from '@fieldmarshal/contract/assist';
import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { readImpact } from '#impact';
import type { Ctx } from '#platform';
import { proposeTitle } from '../core/title/propose.ts';
import { readIncident, type ReadIncident } from '../read-incident.ts';

/** A better title, once it is known who broke it: null where there is none, or a person named it since. Changes nothing. */
export async function readTitleProposal(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<{ proposal: TitleProposal | null }> {
  permit(ctx, 'incident.read');
  const [read, impact] = await Promise.all([readIncident(ctx, id), readImpact(ctx, { id })]);
  const { incident, record, events } = read;
  const found = causeOf(read);
  const namedAt = events.findLast(({ type }) => type === 'described')?.seq ?? 0;
  if (found === null || namedAt > found.seq) return { proposal: null };
  const title = proposeTitle({
    title: incident.title,
    causes: found.names,
    seen: [incident.title, incident.summary, ...titlesOf(incident)].join('\n'),
    hit: impact.rows
      .filter(({ kind, standing }) => kind === 'workflow' && standing !== 'not-hit')
      .map((row) => row.title),
    environment: incident.environment,
  });
  const cites = record.entries.some(({ id: seq, text }) => text !== '' && seq === String(found.seq));
  return {
    proposal:
      title === null ? null : { title, why: found.why, causes: found.names, cites: cites ? [found.seq] : [] },
  };
}

function titlesOf({ alerts, alertGroups }: Incident): string[] {
  return [...alerts, ...alertGroups].map(({ title }) => title).slice(0, 50);
}

interface FoundCause {
  readonly names: string[];
  readonly why: string;
  readonly seq: number;
}

/** A person's word counts more than the verdict, and only while the verdict stands does the log's last word on it. */
function causeOf({ incident, record, events }: ReadIncident): FoundCause | null {
  const last = (type: StoredEvent['type']): number =>
    events.findLast((event) => event.type === type)?.seq ?? 0;
  const { causeAnswer: answer, likelyCause: likely } = incident;
  if (answer !== null && answer.cause?.kind === 'product')
    return {
      names: [answer.cause.displayName],
      why: `${answer.by} said who broke it`,
      seq: last('cause-answered'),
    };
  const seq = last('cause-found');
  const stands = record.entries.some(({ id, text }) => id === String(seq) && text !== '');
  if (!stands || likely?.state !== 'clear' || likely.causes.some(({ kind }) => kind !== 'product'))
    return null;
  return {
    names: likely.causes.map(({ displayName }) => displayName),
    why: `the verdict is ${Math.round(100 * likely.probability)}% sure who broke it`,
    seq,
  };
}
