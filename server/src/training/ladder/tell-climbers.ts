import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import { tell } from '#oncall';
import type { Tx } from '#platform';
import { nameOf, type Judged } from './read-ladders.ts';

const dayMs = 86_400_000;
const soonMs = 14 * dayMs;

interface Telling {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly judged: readonly Judged[];
}

/**
 * Tells who is about to lapse, two weeks before: from that day on a schedule may refuse them. Tells a mentor that nothing but a signature
 * is missing. Each once, by the key of the message.
 */
export async function tellClimbers(tx: Tx, { catalog, contacts, judged }: Telling): Promise<void> {
  const shared = { catalog, contacts, type: 'training', path: '/training' } as const;
  for (const { ladder, spec, enrolled, standing } of judged) {
    const { person, mentor } = enrolled;
    const title = spec.displayName ?? ladder;
    const { lapsesAt, steps } = standing;
    if (lapsesAt !== null && lapsesAt - tx.now.getTime() < soonMs) {
      const day = new Date(lapsesAt).toISOString().slice(0, 10);
      await tell(tx, {
        ...{ ...shared, people: [person], key: `ladder-lapses-${ladder}-${day}` },
        subject: `From ${day} on you are no longer qualified to lead alone (${title})`,
        lines: [
          `You have not led for ${spec.recertify?.afterDays ?? 0} days then.`,
          `Lead an incident before, or a drill with ${spec.recertify?.minScore ?? 0} points or more.`,
        ],
      });
    }
    const step = steps.find(({ unsigned }) => unsigned)?.name;
    if (step === undefined || mentor === null || standing.standing !== 'climbing') continue;
    const name = nameOf(catalog, person);
    await tell(tx, {
      ...{ ...shared, people: [mentor], key: `ladder-sign-${ladder}-${step}-${person}` },
      subject: `${name} has done what the step ${step} asks, but for a signature (${title})`,
      lines: [`You are the mentor of ${name}. Whoever is qualified on this ladder may sign.`],
    });
  }
}
