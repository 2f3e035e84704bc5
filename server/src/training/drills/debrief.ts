import { actorName } from '@fieldmarshal/contract';
import type { DrillDetail } from '@fieldmarshal/contract/training';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { loadDrill, saveDrill, type Debrief, type StoredDrill } from './drill-store.ts';
import { readDrill } from './read-drills.ts';
import { tellOfDebrief } from './tell-of-drill.ts';

interface Words {
  readonly well: string;
  readonly practise: string;
}

interface Debriefed extends Words {
  readonly id: string;
  /** One's own words that these replace, as they were read; null: there were none. Left out: whatever there is. */
  readonly replaces?: Words | null | undefined;
}

const entriesMax = 50;

/**
 * What whoever took part or looked on says afterwards, beside what others say: nobody's words take the place of another's. Words without
 * anything in them take one's own back. Refused where one has kept others since, on another page.
 */
export async function debriefDrill(
  ctx: Ctx,
  { id, well, practise, replaces }: Debriefed,
): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  const [person, by] = [ctx.actor.kind === 'person' ? ctx.actor.person : null, actorName(ctx.actor)];
  const isOwn = (said: Debrief): boolean =>
    person === null ? said.person === null && said.by === by : said.person === person;
  const [catalog, contacts] = [await readCatalog(ctx.env), await readContacts(ctx.env)];
  await inTransaction(ctx, async (tx) => {
    const drill = await endedDrill(tx, id);
    const own = drill.debriefs.find((said) => isOwn(said)) ?? null;
    if (replaces !== undefined && !isSame(own, replaces))
      throw new AppError(
        'conflict',
        'You kept other words meanwhile, on another page; these are still here. Read those before you keep these.',
      );
    const others = drill.debriefs.filter((said) => !isOwn(said));
    if (own === null && others.length >= entriesMax)
      throw new AppError('refused', `${entriesMax} people have said what they think of it already.`);
    const said = { person, by, well, practise, at: tx.now.toISOString() };
    await saveDrill(tx.db, { ...drill, debriefs: `${well}${practise}` === '' ? others : [...others, said] });
    await tellOfDebrief(tx, { catalog, contacts, drill, said });
    tx.changed('drills');
  });
  return readDrill(ctx, { id });
}

async function endedDrill(tx: Tx, id: string): Promise<StoredDrill> {
  const drill = await loadDrill(tx.db, id, true);
  if (drill === null) throw notFound(`Drill ${id}`);
  if (drill.state !== 'ended') throw new AppError('refused', 'A debrief comes after the drill.');
  return drill;
}

function isSame(kept: Words | null, read: Words | null): boolean {
  if (kept === null || read === null) return kept === null && read === null;
  return kept.well === read.well && kept.practise === read.practise;
}
