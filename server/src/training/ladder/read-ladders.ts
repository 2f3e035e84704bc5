import type { Climber, ShownLadder, TrainingLadderSpec } from '@fieldmarshal/contract/training';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import { readRoster, shifts } from '#oncall';
import type { Ctx, Tx } from '#platform';
import { criterionText, standingOf, type Standing, type TrainingRecord } from '../core/standing.ts';
import { loadEnrolled, loadEvidence, loadSignOffs, type Enrolled } from './ladder-store.ts';

type Db = Tx['db'];

export interface Judged {
  readonly ladder: string;
  readonly spec: TrainingLadderSpec;
  readonly enrolled: Enrolled;
  readonly record: TrainingRecord;
  readonly standing: Standing;
}

/** Everybody on every ladder that is in the catalog, with where they stand now. */
export async function judgeAll(db: Db, catalog: Catalog, nowMs: number): Promise<Judged[]> {
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

export function shown(catalog: Catalog, { spec, enrolled, record, standing }: Judged): Climber {
  const { person, mentor, grantedBecause } = enrolled;
  return {
    ...{ person, name: nameOf(catalog, person), grantedBecause },
    mentor: mentor === null ? null : { person: mentor, name: nameOf(catalog, mentor) },
    ...{ standing: standing.standing, step: standing.step, missing: [...standing.missing] },
    lastPractice: instantOf(standing.lastPracticeAt),
    lapsesAt: instantOf(standing.lapsesAt),
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
        .map(({ by, note, at }) => ({
          ...{ person: by, by: nameOf(catalog, by), note, at: new Date(at).toISOString() },
        })),
    })),
  };
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

export function nameOf(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}
