import type { Climber } from '@fieldmarshal/contract/training';
import { readCatalog, type Catalog } from '#catalog';
import { readContacts } from '#delivery';
import { audit, can, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import {
  deleteEnrolled,
  deleteSignOff,
  storeEnrolled,
  storeQualified,
  storeSignOff,
} from './ladder-store.ts';
import { judgeAll, shown, type Judged } from './read-ladders.ts';
import { tellClimbers } from './tell-climbers.ts';

interface Enrol {
  readonly ladder: string;
  readonly person: string;
  readonly mentor?: string | null | undefined;
  readonly grantedBecause?: string | null | undefined;
}

/** Puts somebody on a ladder, gives them a mentor, or says that they are qualified already, and why; takes either back with null. */
export async function enrol(ctx: Ctx, { ladder, person, mentor, grantedBecause }: Enrol): Promise<Climber> {
  permit(ctx, 'training.manage');
  const catalog = await readCatalog(ctx.env);
  if (!catalog.get('TrainingLadder', ladder)) throw notFound(`Ladder ${ladder}`);
  for (const [path, name] of Object.entries({ person, mentor }))
    if (name !== undefined && name !== null && !catalog.get('Person', name))
      throw wrong(path, `there is no Person called "${name}"`);
  if (person === mentor) throw wrong('mentor', 'must be somebody else');
  return inTransaction(ctx, async (tx) => {
    const one = { ladder, person, mentor, grantedBecause };
    await storeEnrolled(tx, one);
    audit(tx, { action: 'training.enrolled', subject: `Person/${person}`, after: one });
    return renewed(tx, catalog, one);
  });
}

/** Takes somebody off: from now on nobody knows of them whether they may lead alone. */
export async function takeOffLadder(
  ctx: Ctx,
  { ladder, person }: Pick<Enrol, 'ladder' | 'person'>,
): Promise<{ ladder: string; person: string }> {
  permit(ctx, 'training.manage');
  const catalog = await readCatalog(ctx.env);
  return inTransaction(ctx, async (tx) => {
    if (!(await deleteEnrolled(tx.db, ladder, person))) throw notFound(`${person} on this ladder`);
    audit(tx, { action: 'training.taken-off', subject: `Person/${person}`, before: { ladder } });
    await keepQualified(tx, await judgeAll(tx.db, catalog, tx.now.getTime()));
    return { ladder, person };
  });
}

interface Sign {
  readonly ladder: string;
  readonly person: string;
  readonly step: string;
  readonly note: string;
}

/** Somebody qualified signs that a trainee has what a step asks. Nobody signs for themselves. */
export async function signOff(ctx: Ctx, { ladder, person, step, note }: Sign): Promise<Climber> {
  permit(ctx, 'training.sign');
  const catalog = await readCatalog(ctx.env);
  const spec = catalog.get('TrainingLadder', ladder)?.spec;
  if (spec === undefined) throw notFound(`Ladder ${ladder}`);
  if (!spec.steps.some(({ name }) => name === step))
    throw wrong('step', `there is no step "${step}" on this ladder`);
  const by = ctx.actor.kind === 'person' ? ctx.actor.person : null;
  if (by === null) throw new AppError('refused', 'Only a person signs.');
  if (by === person) throw new AppError('refused', 'Nobody signs for themselves.');
  return inTransaction(ctx, async (tx) => {
    const judged = await judgeAll(tx.db, catalog, tx.now.getTime());
    const on = judged.filter((one) => one.ladder === ladder);
    if (!on.some(({ enrolled }) => enrolled.person === person)) throw notFound(`${person} on this ladder`);
    if (!on.some(({ enrolled, standing }) => enrolled.person === by && standing.standing === 'qualified'))
      throw new AppError('refused', 'Only who is qualified on this ladder signs.');
    await storeSignOff(tx, { ladder, person, step, by, note });
    audit(tx, { action: 'training.signed', subject: `Person/${person}`, after: { ladder, step, note } });
    return renewed(tx, catalog, { ladder, person });
  });
}

/** Takes a signature back: one's own, or as a lead anybody's. */
export async function takeBackSignature(
  ctx: Ctx,
  { ladder, person, step, by }: Omit<Sign, 'note'> & { readonly by: string },
): Promise<Climber> {
  permit(ctx, 'training.sign');
  const isOwn = ctx.actor.kind === 'person' && ctx.actor.person === by;
  if (!isOwn && !can(ctx.actor, 'training.manage'))
    throw new AppError('refused', 'Only whoever signed takes it back, and leads.');
  const catalog = await readCatalog(ctx.env);
  return inTransaction(ctx, async (tx) => {
    if (!(await deleteSignOff(tx.db, { ladder, person, step, by }))) throw notFound('This signature');
    audit(tx, { action: 'training.unsigned', subject: `Person/${person}`, before: { ladder, step, by } });
    return renewed(tx, catalog, { ladder, person });
  });
}

/** Who is qualified is written down anew, and the one it is about is shown. */
async function renewed(
  tx: Tx,
  catalog: Catalog,
  { ladder, person }: { readonly ladder: string; readonly person: string },
): Promise<Climber> {
  const judged = await judgeAll(tx.db, catalog, tx.now.getTime());
  await keepQualified(tx, judged);
  const one = judged.find((each) => each.ladder === ladder && each.enrolled.person === person);
  if (one === undefined) throw notFound(`${person} on this ladder`);
  return shown(catalog, one);
}

async function keepQualified(tx: Tx, judged: readonly Judged[]): Promise<void> {
  const able = judged.filter(({ standing }) => standing.standing === 'qualified');
  await storeQualified(
    tx.db,
    able.map(({ ladder, enrolled }) => ({ ladder, person: enrolled.person })),
  );
  tx.changed('drills');
}

/** Every quarter of an hour: practice gathers, and absence grows, without anybody asking. Whom it concerns is told. */
export async function renewQualified(ctx: Ctx): Promise<void> {
  const [catalog, contacts] = [await readCatalog(ctx.env), await readContacts(ctx.env)];
  await inTransaction(ctx, async (tx) => {
    const judged = await judgeAll(tx.db, catalog, tx.now.getTime());
    await keepQualified(tx, judged);
    await tellClimbers(tx, { catalog, contacts, judged });
  });
}

function wrong(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}
