import { actorName } from '@fieldmarshal/contract';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type {
  Cause,
  CauseCandidate,
  CauseVerdict,
  answerCauseInput,
} from '@fieldmarshal/contract/localisation';
import type { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { audit, permit } from '#identity';
import { getIncident, recordOnIncident } from '#incidents';
import { actorKey, AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { readIncidentCause } from '../read/read-cause.ts';
import { storeAnswer } from '../store/answer-store.ts';
import { loadIncidentCase, openIncidentCase, type CauseCase } from '../store/case-store.ts';
import { loadVersion } from '../store/version-store.ts';

type Input = z.output<typeof answerCauseInput>;

/**
 * Somebody confirms, corrects or rejects the verdict that they read, or says that the cause was never found: verdicts change while people
 * look at them, so it is the named version that is confirmed, and counted in the record. The last word counts; all are kept, in the
 * record and in the incident's log. Refused: a version that never was, confirming what names nobody, and correcting to what the catalog
 * does not know.
 */
export async function answerCause(
  ctx: Ctx,
  { id, answer, cause: named, faultKind, note, version }: Input,
): Promise<Cause> {
  permit(ctx, 'cause.answer');
  const catalog = await readCatalog(ctx.env);
  const incident = await getIncident(ctx, { id });
  await inTransaction(ctx, async (tx) => {
    const known = await caseOf(tx, incident);
    const seen = known === null ? null : await seenVerdict(tx, known, version);
    const cause = causeOf(answer, { named, verdict: seen?.verdict ?? null, catalog });
    const said = { answer, cause, faultKind: faultKind ?? null, note };
    const by = { id: actorKey(ctx.actor), name: actorName(ctx.actor) };
    if (known !== null && seen !== null)
      await storeAnswer(tx, { caseId: known.id, version: seen.version, ...said, by });
    const shown = cause && { ...cause, displayName: displayName(catalog, cause) };
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

interface Seen {
  readonly version: number;
  readonly verdict: CauseVerdict | null;
}

/** The verdict that was read: the newest where no other is named. */
async function seenVerdict({ db }: Tx, known: CauseCase, version: number | undefined): Promise<Seen> {
  if (version === undefined || version === known.version) return known;
  const stored = await loadVersion(db, known.id, version);
  if (stored !== null) return stored;
  const message = `there is no verdict ${version} of this incident; the newest is ${known.version}`;
  throw new AppError('invalid', `version: ${message}`, { faults: [{ path: 'version', message }] });
}

interface Known {
  readonly named: CauseCandidate | undefined;
  readonly verdict: CauseVerdict | null;
  readonly catalog: Catalog;
}

function causeOf(answer: Input['answer'], { named, verdict, catalog }: Known): CauseCandidate | null {
  if (answer === 'rejected' || answer === 'unknown') return null;
  if (answer === 'confirmed') {
    const first = verdict?.suspects[0];
    if (first === undefined)
      throw new AppError(
        'refused',
        'The verdict names nobody, so there is nothing to confirm; name the cause.',
      );
    return { kind: first.kind, name: first.name };
  }
  if (named === undefined) throw invalid('is needed with "corrected"');
  const isProduct = named.kind === 'product' || named.kind === 'third-party';
  if (isProduct && !catalog.get('Product', named.name))
    throw invalid(`"${named.name}" is not a product of the catalog`);
  return isProduct ? named : { kind: named.kind, name: '' };
}

function invalid(message: string): AppError {
  return new AppError('invalid', `cause: ${message}`, { faults: [{ path: 'cause', message }] });
}

const otherNames = { test: 'The test itself', environment: 'The runner or its surroundings' } as const;

function displayName(catalog: Catalog, { kind, name }: CauseCandidate): string {
  if (kind === 'test' || kind === 'environment') return otherNames[kind];
  return catalog.get('Product', name)?.spec.displayName ?? name;
}
