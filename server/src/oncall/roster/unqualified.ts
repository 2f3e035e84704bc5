import { sql, type Kysely } from 'kysely';
import type { Catalog } from '#catalog';
import { AppError, type DB } from '#platform';

/** The ladders that watch a schedule, and who may lead there alone. */
interface Watch {
  readonly ladder: string;
  readonly title: string;
  readonly enforce: 'warn' | 'refuse';
  readonly qualified: ReadonlySet<string>;
}

/** Who is qualified for this schedule, by each ladder that names it; empty where none does. */
export async function watchesOf(
  db: Kysely<DB>,
  catalog: Catalog,
  schedule: string | undefined,
): Promise<Watch[]> {
  const ladders = catalog
    .list('TrainingLadder')
    .filter(({ spec }) => schedule !== undefined && spec.schedules.includes(schedule));
  if (ladders.length === 0) return [];
  const { rows } = await sql<{ ladder: string; person: string }>`
    select ladder, person from training_qualified where ladder = any(${ladders.map(({ name }) => name)})`.execute(
    db,
  );
  return ladders.map(({ name, spec }) => ({
    ...{ ladder: name, title: spec.displayName ?? name, enforce: spec.enforce },
    qualified: new Set(rows.filter(({ ladder }) => ladder === name).map(({ person }) => person)),
  }));
}

interface Taking {
  readonly schedule: string;
  readonly person: string;
}

/** Refuses to put somebody on who may not lead there alone, where a ladder asks for that. */
export async function refuseUnqualified(
  db: Kysely<DB>,
  catalog: Catalog,
  { schedule, person }: Taking,
): Promise<void> {
  const watches = await watchesOf(db, catalog, schedule);
  const watch = watches.find(({ enforce, qualified }) => enforce === 'refuse' && !qualified.has(person));
  if (watch === undefined) return;
  const name = catalog.get('Person', person)?.spec.displayName ?? person;
  throw new AppError('refused', `${name} is not qualified (${watch.title}), and would lead alone.`);
}

interface Previewed {
  readonly final: readonly { readonly from: string; readonly people: readonly string[] }[];
  readonly people: Readonly<Record<string, string>>;
}

/** One sentence for each person who would be on without anybody qualified beside them, with the first time of it. */
export function unqualifiedIn({ final, people }: Previewed, watches: readonly Watch[]): string[] {
  return watches.flatMap(({ title, qualified }) => {
    const first = new Map<string, string>();
    for (const shift of final)
      if (shift.people.length > 0 && !shift.people.some((person) => qualified.has(person)))
        for (const person of shift.people) if (!first.has(person)) first.set(person, shift.from);
    return [...first].map(
      ([person, from]) =>
        `${people[person] ?? person} would lead alone and is not qualified (${title}), first on ${from.slice(0, 10)}.`,
    );
  });
}
