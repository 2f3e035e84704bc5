import type { Brief } from '@fieldmarshal/contract/oncall/handover';
import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { readDirectory } from '../roster/read-roster.ts';
import { spanText, tell } from '../schedules/tell.ts';
import { iso, personName } from '../schedules/wire.ts';
import { isOpen } from './core/baton.ts';
import { briefText } from './core/brief.ts';
import { handoverForUpdate, type StoredHandover } from './handover-store.ts';

type Told = 'prepared' | 'offered' | 'signed';

/** What is going on as one person may see it. */
export interface SeenBrief {
  readonly brief: Brief;
  /** Whether nothing is hidden from them, so that they may read what others signed. */
  readonly isWhole: boolean;
}

interface Telling {
  readonly id: string;
  readonly to: Told;
  readonly briefFor: (person: string) => Promise<SeenBrief>;
}

/** Sends a handover's brief to who is to hear of it. One that is over by now is told to nobody; the same again is sent once. */
export async function tellHandover(ctx: Ctx, { id, to, briefFor }: Telling): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const handover = await handoverForUpdate(tx, id);
    if (!handover || !isOpen(handover)) return;
    const people = to === 'prepared' ? handover.outgoing : handover.incoming;
    for (const person of people) {
      const { subject, lines } = wordsFor[to](handover, { catalog, person });
      const { brief, isWhole } = await briefFor(person);
      await tell(tx, {
        catalog,
        contacts,
        people: [person],
        key: `${id}.${to}`,
        subject,
        lines: [...lines, '', briefText((isWhole ? handover.brief : null) ?? brief, handover.note)],
        path: pathOf(handover),
      });
    }
  });
}

interface Listener {
  readonly catalog: Catalog;
  readonly person: string;
}

type Words = (handover: StoredHandover, to: Listener) => { subject: string; lines: string[] };

const wordsFor: Record<Told, Words> = {
  prepared: (handover, { catalog, person }) => {
    const incoming = namesText(catalog, handover.incoming);
    const span = spanText(catalog, person, { start: iso(handover.endsAt), end: iso(handover.at) });
    return {
      subject: `Hand over ${titleOf(catalog, handover)} to ${incoming}`,
      lines: [
        handover.late
          ? `Your watch went to ${incoming} without a handover. This was made late, from what is going on now.`
          : `Your watch ends ${span}; ${incoming} is next.`,
        'Read what is below, add what only you know, and sign. Until it is accepted you are paged, too.',
      ],
    };
  },
  offered: (handover, { catalog }) => ({
    subject: `You have ${titleOf(catalog, handover)}; the handover is unsigned`,
    lines: [
      `You are on. ${namesText(catalog, handover.outgoing)} has not signed yet and is paged beside you until you have accepted.`,
    ],
  }),
  signed: (handover, { catalog }) => ({
    subject: `${namesText(catalog, handover.outgoing)} hands over ${titleOf(catalog, handover)} to you`,
    lines: [`It is signed by ${handover.signature?.by ?? 'nobody'}. Read it and accept.`],
  }),
};

interface Escalated {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly handover: StoredHandover;
  readonly to: readonly string[];
}

/** The plain message to those the default policy asks next. */
export async function tellEscalated(tx: Tx, { catalog, contacts, handover, to }: Escalated): Promise<void> {
  const [outgoing, incoming] = [handover.outgoing, handover.incoming].map((each) => namesText(catalog, each));
  const title = titleOf(catalog, handover);
  await tell(tx, {
    catalog,
    contacts,
    people: to,
    key: `${handover.id}.escalated`,
    subject: `${title}: the handover is not accepted`,
    lines: [
      `${outgoing} handed ${title} over to ${incoming} at ${iso(handover.at).slice(0, 16)}Z, and nobody has accepted it for ${handover.limitMinutes} minutes.`,
      'Both are paged until somebody accepts. Reach them, or accept it yourself.',
    ],
    path: pathOf(handover),
  });
}

export function titleOf(catalog: Catalog, { schedule }: Pick<StoredHandover, 'schedule'>): string {
  return catalog.get('Schedule', schedule)?.spec.displayName ?? schedule;
}

export function namesText(catalog: Catalog, people: readonly string[]): string {
  return people.map((name) => personName(catalog, name)).join(', ');
}

function pathOf({ id }: StoredHandover): string {
  return `/handover/${id}`;
}
