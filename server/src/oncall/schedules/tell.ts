import { createHash } from 'node:crypto';
import type { Catalog } from '#catalog';
import { sendMessages, type Contacts, type NewDelivery } from '#delivery';
import type { Tx } from '#platform';
import { incidentOf, mayHear } from '../roster/cleared.ts';
import { zoneOfPerson } from './wire.ts';

interface Tell {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly people: readonly string[];
  /** Of what happened; a person is told once under the same key. */
  readonly key: string;
  readonly subject: string;
  /** Lines of the message; the address to look at comes after them. */
  readonly lines: readonly string[];
  /** What kind of message this is for a receiving machine. */
  readonly type?: string;
  /** A path of the UI, e.g. `/me/shifts`. */
  readonly path: string;
  /** The incident that it tells of, where the path does not name it. */
  readonly incidentId?: string;
}

/**
 * Tells people something that is no page: by their first contact method, after the commit, asking for no answer. Of an incident that is not
 * for everybody, only who may see it hears. Gives the names of those a message goes to: without a contact method nobody hears.
 */
export async function tell(
  tx: Tx,
  { catalog, contacts, people, key, subject, lines, path, type = 'schedule', ...of }: Tell,
): Promise<string[]> {
  const { config } = tx.ctx.env;
  const url = `${config.publicUrl ?? `http://localhost:${config.port}`}${path}`;
  const incidentId = of.incidentId ?? incidentOf(path);
  const told = await mayHear(tx, { catalog, people, incidentId });
  const reached = [...new Set(told)].flatMap((name) => {
    const person = catalog.get('Person', name);
    const method = person && contacts.methodsOf(name, person.spec)[0];
    return method ? [{ name, method }] : [];
  });
  const deliveries = reached.map(({ name, method }): NewDelivery => ({
    key: keyFor(key, name),
    ...method,
    message: {
      type,
      subject,
      text: [...lines, '', url].join('\n'),
      data: { person: name, text: lines.join(' '), url },
    },
    regarding: key,
    // By which the message is as hidden as its incident.
    ...(incidentId === undefined ? {} : { incidentId }),
  }));
  await sendMessages(tx, deliveries);
  return reached.map(({ name }) => name);
}

/** As many characters as a delivery takes. */
const keyCharactersMax = 120;

/** Names of objects may be 63 characters long, and a key may hold several: a long one is told apart by its hash. */
function keyFor(key: string, person: string): string {
  const whole = `${key}.${person}`;
  if (whole.length <= keyCharactersMax) return whole;
  return `told-${createHash('sha256').update(whole).digest('hex')}`;
}

/** `Thu 26 Nov 14:00–18:00` in the person's own zone, named, since whoever reads it may be anywhere; a moment where both are the same. */
export function spanText(
  catalog: Catalog,
  person: string,
  { start, end }: { start: string; end: string },
): string {
  const timeZone = zoneOfPerson(catalog, person);
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const [from, to] = [start, end].map((instant) => `${instant.slice(0, 16)}Z`);
  const utc = from === to ? from : `${from} to ${to}`;
  return `${format.formatRange(new Date(start), new Date(end))} ${timeZone} (${utc})`;
}
