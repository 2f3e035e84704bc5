import { actorName } from '@fieldmarshal/contract';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Cause, CauseCandidate, answerCauseInput } from '@fieldmarshal/contract/localisation';
import type { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { audit, permit } from '#identity';
import { getIncident, recordOnIncident } from '#incidents';
import { actorKey, inTransaction, type Ctx, type Tx } from '#platform';
import { readIncidentCause } from '../read/read-cause.ts';
import { storeAnswer } from '../store/answer-store.ts';
import { loadIncidentCase, openIncidentCase, type CauseCase } from '../store/case-store.ts';
import { readSaid } from './said.ts';

type Input = z.output<typeof answerCauseInput>;

/**
 * Somebody confirms, corrects or rejects the verdict that they read, or says that the cause was never found: verdicts change while people
 * look at them, so it is the named version that is confirmed, and counted in the record. The last word counts; all are kept, in the
 * record and in the incident's log. Refused as {@link readSaid} says.
 */
export async function answerCause(ctx: Ctx, { id, ...input }: Input): Promise<Cause> {
  permit(ctx, 'cause.answer');
  const catalog = await readCatalog(ctx.env);
  const incident = await getIncident(ctx, { id });
  await inTransaction(ctx, async (tx) => {
    const known = await caseOf(tx, incident);
    const { said, version } = await readSaid(tx, input, { known, catalog });
    const by = { id: actorKey(ctx.actor), name: actorName(ctx.actor) };
    if (known !== null) await storeAnswer(tx, { caseId: known.id, version, ...said, by });
    const shown = said.cause && { ...said.cause, displayName: displayName(catalog, said.cause) };
    await recordOnIncident(
      { ...ctx, within: tx },
      { incidentId: id, command: { type: 'answer-cause', ...said, cause: shown } },
    );
    audit(tx, { action: 'cause.answered', subject: id, after: said });
    tx.changed(`cause:${id}`);
    tx.changed('causes');
  });
  return readIncidentCause(ctx, { id });
}

/** A drill has none: what is said in it stands in its log, and no verdict is made of it or learns from it. */
async function caseOf(tx: Tx, { id, drill, environment, declaredAt }: Incident): Promise<CauseCase | null> {
  if (drill) return null;
  await openIncidentCase(tx, { incidentId: id, environment, since: new Date(declaredAt) });
  const known = await loadIncidentCase(tx.db, id);
  if (known === null) throw new Error(`the case of ${id} was not made`);
  return known;
}

const otherNames = { test: 'The test itself', environment: 'The runner or its surroundings' } as const;

function displayName(catalog: Catalog, { kind, name }: CauseCandidate): string {
  if (kind === 'test' || kind === 'environment') return otherNames[kind];
  return catalog.get('Product', name)?.spec.displayName ?? name;
}
