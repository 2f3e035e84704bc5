import type { Climber, ShownLadder, TrainingLadderSpec } from '@fieldmarshal/contract/training';
import { readCatalog, type Catalog } from '#catalog';
import { audit, permit } from '#identity';
import { readRoster, shifts } from '#oncall';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { criterionText, standingOf, type Standing, type TrainingRecord } from '../core/standing.ts';
import {
  loadEnrolled,
  loadEvidence,
  loadSignOffs,
  storeEnrolled,
  storeQualified,
  storeSignOff,
  type Enrolled,
} from './ladder-store.ts';

type Db = Tx['db'];

interface Judged {
  readonly ladder: string;
  readonly spec: TrainingLadderSpec;
  readonly enrolled: Enrolled;
  readonly record: TrainingRecord;
  readonly standing: Standing;
}

/** Everybody on every ladder that is in the catalog, with where they stand now. */
async function judgeAll(db: Db, catalog: Catalog, nowMs: number): Promise<Judged[]> {
  const [enrolled, signOffs] = await Promise.all([loadEnrolled(db), loadSignOffs(db)]);
  const evidence = await loadEvidence(db, [...new Set(enrolled.map(({ person }) => person))]);
  return enrolled.flatMap((one): Judged[] => {
    const spec = catalog.get('TrainingLadder', one.ladder)?.spec;
    const known = evidence.get(one.person);
    if (spec === undefined || known === undefined) return [];
    const own = signOffs.filter(({ ladder, person }) => ladder === one.ladder && person === one.person);
    const record = { evidence: known, signOffs: own, grantedAt: one.grantedAt?.getTime() ?? null };
    const standing = standingOf(spec, record, nowMs);
    return [{ ladder: one.ladder, spec, enrolled: one, record, standing }];
  });
}

const aloneMs = 28 * 86_400_000;
const aloneMax = 50;

/** Every ladder: who is on it, what stands between them and the next step, and when nobody qualified is on. */
export async function listLadders(ctx: Ctx): Promise<{ items: ShownLadder[] }> {
  permit(ctx, 'training.read');
  const catalog = await readRoster(ctx.env);
  const nowMs = ctx.env.clock.now().getTime();
  const judged = await judgeAll(ctx.env.databases[ctx.pool], catalog, nowMs);
  return {
    items: catalog.list('TrainingLadder').map(({ name, spec }) => {
      const people = judged.filter(({ ladder }) => ladder === name);
      const able = new Set(
        people.flatMap(({ standing, enrolled }) =>
          standing.standing === 'qualified' ? [enrolled.person] : [],
        ),
      );
      return {
        ...{ name, title: spec.displayName ?? name, enforce: spec.enforce },
        people: people.map((one) => shown(catalog, one)),
        ...watched(catalog, spec, {
          able,
          climbing: new Set(people.map((one) => one.enrolled.person)),
          nowMs,
        }),
      };
    }),
  };
}

interface Known {
  readonly able: ReadonlySet<string>;
  /** Everybody who is on the ladder. */
  readonly climbing: ReadonlySet<string>;
  readonly nowMs: number;
}

/** When nobody qualified is on, and who is on of whom the ladder knows nothing. */
function watched(
  catalog: Catalog,
  { schedules }: TrainingLadderSpec,
  { able, climbing, nowMs }: Known,
): Pick<ShownLadder, 'alone' | 'strangers'> {
  const all = schedules.flatMap((schedule) => {
    const spec = catalog.get('Schedule', schedule)?.spec;
    const span = { from: nowMs, to: nowMs + aloneMs };
    return spec === undefined ? [] : shifts(spec, span).map((shift) => ({ schedule, ...shift }));
  });
  const strangers = new Set(all.flatMap(({ people }) => people).filter((person) => !climbing.has(person)));
  return {
    alone: all
      .filter(
        ({ people }) =>
          people.some((person) => climbing.has(person)) && !people.some((person) => able.has(person)),
      )
      .slice(0, aloneMax)
      .map(({ schedule, from, to, people }) => ({
        ...{ schedule, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
        people: people.map((person) => nameOf(catalog, person)),
      })),
    strangers: [...strangers].map((person) => ({ person, name: nameOf(catalog, person) })),
  };
}

function shown(catalog: Catalog, { spec, enrolled, record, standing }: Judged): Climber {
  const { person, mentor, grantedBecause } = enrolled;
  return {
    ...{ person, name: nameOf(catalog, person), grantedBecause },
    mentor: mentor === null ? null : { person: mentor, name: nameOf(catalog, mentor) },
    ...{ standing: standing.standing, step: standing.step, missing: [...standing.missing] },
    lastPractice: standing.lastPracticeAt === null ? null : new Date(standing.lastPracticeAt).toISOString(),
    steps: spec.steps.map(({ name, displayName, criteria, signOffs }, index) => ({
      ...{
        name,
        title: displayName ?? name,
        done: standing.steps[index]?.done ?? false,
        signOffsNeeded: signOffs,
      },
      criteria: criteria.map((criterion, place) => ({
        ...{ evidence: criterion.evidence, text: criterionText(criterion), need: criterion.atLeast },
        have: standing.steps[index]?.have[place] ?? 0,
      })),
      signOffs: record.signOffs
        .filter(({ step }) => step === name)
        .map(({ by, note, at }) => ({ by: nameOf(catalog, by), note, at: new Date(at).toISOString() })),
    })),
  };
}

function nameOf(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}

interface Enrol {
  readonly ladder: string;
  readonly person: string;
  readonly mentor?: string | undefined;
  readonly grantedBecause?: string | undefined;
}

/** Puts somebody on a ladder, gives them a mentor, or says that they are qualified already, and why. */
export async function enrol(ctx: Ctx, { ladder, person, mentor, grantedBecause }: Enrol): Promise<Climber> {
  permit(ctx, 'training.manage');
  const catalog = await readCatalog(ctx.env);
  if (!catalog.get('TrainingLadder', ladder)) throw notFound(`Ladder ${ladder}`);
  for (const [path, name] of Object.entries({ person, mentor }))
    if (name !== undefined && !catalog.get('Person', name))
      throw wrong(path, `there is no Person called "${name}"`);
  if (person === mentor) throw wrong('mentor', 'must be somebody else');
  return inTransaction(ctx, async (tx) => {
    const one = { ladder, person, mentor: mentor ?? null, grantedBecause: grantedBecause ?? null };
    await storeEnrolled(tx, one);
    audit(tx, { action: 'training.enrolled', subject: `Person/${person}`, after: one });
    return renewed(tx, catalog, one);
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

/** Every quarter of an hour: practice gathers, and absence grows, without anybody asking. */
export async function renewQualified(ctx: Ctx): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  await inTransaction(ctx, async (tx) => keepQualified(tx, await judgeAll(tx.db, catalog, tx.now.getTime())));
}

function wrong(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}
