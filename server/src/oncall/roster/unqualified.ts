import { scheduleSpec, type Spec } from '@fieldmarshal/contract/catalog';
import { sql, type Kysely } from 'kysely';
import { readCatalog, type Catalog, type Objection } from '#catalog';
import { AppError, type Ctx, type DB } from '#platform';
import { shifts, type Span } from '../core/shifts.ts';

/** The ladders that watch a schedule, and who may lead there alone. */
interface Watch {
  readonly ladder: string;
  readonly title: string;
  readonly enforce: 'warn' | 'refuse';
  readonly qualified: ReadonlySet<string>;
  /** Everybody who is on it: of others nobody knows whether they are qualified. */
  readonly climbers: ReadonlySet<string>;
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
  const { rows } = await sql<{ ladder: string; person: string; qualified: boolean }>`
    select p.ladder, p.person, q.person is not null as qualified
    from training_person p left join training_qualified q using (ladder, person)
    where p.ladder = any(${ladders.map(({ name }) => name)})`.execute(db);
  return ladders.map(({ name, spec }) => {
    const own = rows.filter(({ ladder }) => ladder === name);
    return {
      ...{ ladder: name, title: spec.displayName ?? name, enforce: spec.enforce },
      qualified: new Set(own.flatMap(({ person, qualified }) => (qualified ? [person] : []))),
      climbers: new Set(own.map(({ person }) => person)),
    };
  });
}

/** `is not qualified`, or that nobody put them on the ladder. */
function whyNot({ climbers, title }: Watch, person: string): string {
  return climbers.has(person)
    ? `is not qualified (${title})`
    : `is not on the ladder ${title}, so nobody knows whether they may`;
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
  const why = whyUnqualified(catalog, await watchesOf(db, catalog, schedule), person);
  if (why !== null) throw new AppError('refused', why);
}

/** The sentence with which somebody is refused who would lead alone where a ladder asks for that; null where none does. */
export function whyUnqualified(catalog: Catalog, watches: readonly Watch[], person: string): string | null {
  const watch = watches.find(({ enforce, qualified }) => enforce === 'refuse' && !qualified.has(person));
  if (watch === undefined) return null;
  const name = catalog.get('Person', person)?.spec.displayName ?? person;
  return `${name} ${whyNot(watch, person)}, and would lead alone.`;
}

interface Put {
  readonly kind: string;
  readonly name: string;
  readonly spec: unknown;
}

const aheadMs = 28 * 86_400_000;

/**
 * By whom somebody would lead alone, in the next four weeks, for longer than they do now: refused where a ladder asks for that, else warned
 * of. What was so before is said by nobody: a schedule can still be changed for the better. Of a spec that cannot be read nothing is said
 * here: storing it is refused. One rule for the screen, the API and files.
 */
export async function aloneByRules(ctx: Ctx, { kind, name, spec }: Put): Promise<Objection[]> {
  if (kind !== 'Schedule') return [];
  // Without overrides made by hand: they stand beside the rules, and were asked about when they were made.
  const catalog = await readCatalog(ctx.env);
  const watches = await watchesOf(ctx.env.databases[ctx.pool], catalog, name);
  const parsed = scheduleSpec.safeParse(spec);
  if (!parsed.success || watches.length === 0) return [];
  const before = catalog.get('Schedule', name)?.spec;
  const from = ctx.env.clock.now().getTime();
  const span = { from, to: from + aheadMs };
  return watches.flatMap((watch) => {
    const was = before === undefined ? new Map<string, number>() : aloneOf(before, watch, span);
    return [...aloneOf(parsed.data, watch, span)].flatMap(([person, ms]) => {
      if (ms <= (was.get(person) ?? 0)) return [];
      const shown = catalog.get('Person', person)?.spec.displayName ?? person;
      const message = `${shown} ${whyNot(watch, person)}, and would lead alone by these rules.`;
      return [{ path: ['spec', 'layers'], message, enforce: watch.enforce }];
    });
  });
}

/** Throws the first of {@link aloneByRules} that is refused. */
export async function refuseUnqualifiedRules(ctx: Ctx, put: Put): Promise<void> {
  const refused = (await aloneByRules(ctx, put)).find(({ enforce }) => enforce === 'refuse');
  if (refused === undefined) return;
  const { message, path } = refused;
  throw new AppError('refused', message, { faults: [{ path: path.join('.'), message }] });
}

/** By person, how long they are on without anybody qualified beside them, in ms. */
function aloneOf(rules: Spec<'Schedule'>, { qualified }: Watch, span: Span): Map<string, number> {
  const alone = new Map<string, number>();
  for (const { from, to, people } of shifts(rules, span))
    if (!people.some((person) => qualified.has(person)))
      for (const person of people) alone.set(person, (alone.get(person) ?? 0) + to - from);
  return alone;
}

interface Previewed {
  readonly final: readonly { readonly from: string; readonly people: readonly string[] }[];
  readonly people: Readonly<Record<string, string>>;
}

/** One sentence for each person who would be on without anybody qualified beside them, with the first time of it. */
export function unqualifiedIn({ final, people }: Previewed, watches: readonly Watch[]): string[] {
  return watches.flatMap((watch) => {
    const { qualified } = watch;
    const first = new Map<string, string>();
    for (const shift of final)
      if (shift.people.length > 0 && !shift.people.some((person) => qualified.has(person)))
        for (const person of shift.people) if (!first.has(person)) first.set(person, shift.from);
    return [...first].map(
      ([person, from]) =>
        `${people[person] ?? person} would lead alone and ${whyNot(watch, person)}, first on ${from.slice(0, 10)}.`,
    );
  });
}
