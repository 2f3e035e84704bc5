import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import type { Tx } from '#platform';
import { spanText, tell } from '../schedules/tell.ts';
import { personName } from '../schedules/wire.ts';
import type { StoredCover } from './cover-store.ts';

interface Answered {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly cover: StoredCover;
  /** The person behind the answer; null for a key of nobody. */
  readonly by: string | null;
}

/** Tells whoever asked what becomes of their shift, and the others of the pool that there is nothing left to do. */
export async function tellAccepted(
  tx: Tx,
  { rest, ...answered }: Answered & { by: string; rest: string | null },
): Promise<void> {
  const { catalog, contacts, cover, by } = answered;
  const title = titleOf(catalog, cover);
  const { person, swap } = cover;
  const name = personName(catalog, by);
  const back = swap === null ? [] : [`In return you take ${spanText(catalog, person, swap)}.`];
  await tell(tx, {
    catalog,
    contacts,
    people: [person],
    key: `${cover.id}.accepted`,
    subject: swap === null ? `${name} covers you on ${title}` : `${name} swaps with you on ${title}`,
    lines: [
      `${name} is on instead of you on ${title}: ${spanText(catalog, person, cover)}.`,
      ...back,
      ...(rest === null ? [] : [rest]),
    ],
    path: '/me/shifts',
  });
  await tellPool(tx, answered, `${name} has accepted it.`);
}

/** Tells the pool that it is not wanted any more, and whose shift it is where somebody else took it back. */
export async function tellWithdrawn(tx: Tx, answered: Answered): Promise<void> {
  const { catalog, contacts, cover, by } = answered;
  const title = titleOf(catalog, cover);
  if (by !== cover.person)
    await tell(tx, {
      catalog,
      contacts,
      people: [cover.person],
      key: `${cover.id}.withdrawn`,
      subject: `Your request for ${title} was taken back`,
      lines: [
        `${cover.answeredBy ?? ''} took it back, so you are on: ${spanText(catalog, cover.person, cover)}.`,
      ],
      path: '/me/shifts',
    });
  await tellPool(tx, answered, 'It was taken back.');
}

async function tellPool(tx: Tx, { catalog, contacts, cover, by }: Answered, outcome: string): Promise<void> {
  const title = titleOf(catalog, cover);
  const asker = personName(catalog, cover.person);
  for (const name of cover.pool.filter((each) => each !== by))
    await tell(tx, {
      catalog,
      contacts,
      people: [name],
      key: `${cover.id}.over`,
      subject: `No longer wanted: ${title}, ${asker}`,
      lines: [
        `${asker} had asked you on ${title}: ${spanText(catalog, name, cover)}.`,
        outcome,
        'You need not do anything.',
      ],
      path: '/me/shifts',
    });
}

function titleOf(catalog: Catalog, { schedule }: StoredCover): string {
  return catalog.get('Schedule', schedule)?.spec.displayName ?? schedule;
}
