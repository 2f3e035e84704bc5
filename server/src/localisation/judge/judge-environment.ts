import { failingCells, type FailingCell } from '#checks';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { groupFailing, type Group } from '../core/live/failing-groups.ts';
import {
  changeGroup,
  closeCases,
  loadOpenGroups,
  loadOpenIncidents,
  openGroup,
  storeVerdict,
  touchCase,
  type CauseCase,
} from '../store/case-store.ts';
import { look, type Found } from './look.ts';
import { mark, type Subject } from './mark.ts';
import { settle } from './settle.ts';

interface Judged {
  readonly group: Group;
  readonly known: CauseCase | undefined;
  readonly incidentId: string | null;
  readonly found: Found | null;
}

/** Groups that are judged at a time; more failing at once than this is one failure in truth. */
const groupsMax = 20;

/** Which checks of an environment are one failure, and what the cause of each is. */
export async function judgeEnvironment(
  ctx: Ctx,
  subject: Extract<Subject, { environment: string }>,
  marks: number,
): Promise<void> {
  const { environment } = subject;
  const db = ctx.env.databases[ctx.pool];
  const [cells, known] = await Promise.all([failingCells(ctx, environment), loadOpenGroups(db, environment)]);
  const groups = groupFailing(
    cells.map(({ check, since }) => ({ check, since: since.getTime() })),
    known.map(({ id, since, checks }) => ({ id, since: since.getTime(), checks })),
  ).slice(0, groupsMax);
  const judged: Judged[] = [];
  for (const group of groups) {
    const before = known.find(({ id }) => id === group.id);
    const trouble = troubleOf(environment, group, cells);
    const found = await look(ctx, trouble, before?.verdict ?? null);
    judged.push({ group, known: before, incidentId: trouble.incidentId, found });
  }
  const alive = new Set(groups.map(({ id }) => id));
  await inTransaction(ctx, async (tx) => {
    await closeCases(
      tx,
      known.filter(({ id }) => !alive.has(id)).map(({ id }) => id),
    );
    for (const each of judged) await storeGroup(tx, environment, each);
    for (const incidentId of await loadOpenIncidents(tx.db, environment)) await mark(tx, { incidentId });
    if (known.length > 0 || judged.length > 0) tx.changed('causes');
    await settle(tx, subject, marks);
  });
}

function troubleOf(environment: string, { id, since, checks }: Group, cells: readonly FailingCell[]) {
  const own = cells.filter(({ check }) => checks.includes(check));
  const incidentId = own.find((cell) => cell.incidentId !== null)?.incidentId ?? null;
  const title = own.flatMap(({ reason, step }) => [step ?? '', reason ?? '']).join('\n');
  return { environment, incidentId, group: id, product: null, title, since: new Date(since), checks };
}

async function storeGroup(
  tx: Tx,
  environment: string,
  { group, known, incidentId, found }: Judged,
): Promise<void> {
  const since = new Date(group.since);
  const { checks } = group;
  const id = known?.id ?? (await openGroup(tx, { environment, since, checks }));
  await changeGroup(tx, { id, since, checks, incidentId });
  if (found === null) {
    await touchCase(tx, id);
    return;
  }
  const { verdict, runs, elsewhere, evidence } = found;
  const shown = { runs: [...runs], elsewhere: [...elsewhere] };
  await storeVerdict(tx, {
    ...{ id, verdict, runs: shown, environment, since, checks, evidence },
    ...{ told: null, toldCount: 0 },
  });
}
