import { isOpen, type Baton } from './baton.ts';
import { isSameChange, sameNames, type Change } from './changes.ts';

/** What a look at one schedule makes of its handovers. */
export interface Plan<B extends Baton> {
  /** `heir`: the void handover of the same people whose note goes on. */
  readonly make: readonly { readonly change: Change; readonly late: boolean; readonly heir: B | null }[];
  readonly end: readonly { readonly baton: B; readonly why: string }[];
  /** When a handover is to be made next; null where no change is in sight. */
  readonly nextAt: number | null;
}

interface Look<B> {
  /** Since the last look and as far ahead as is looked, in order. */
  readonly changes: readonly Change[];
  /** Handovers of the schedule that are not void, of these changes and open ones of earlier. */
  readonly known: readonly B[];
  readonly now: number;
  readonly prepareMs: number;
}

/**
 * Compares changes with the handovers there are. Of several changes that passed unseen only the last is handed over. A coming change
 * that is gone ends its handover; a later one ends an open one of before; where the watch soon goes back to who has not given it away,
 * nobody hands over.
 */
export function planHandovers<B extends Baton>({ changes, known, now, prepareMs }: Look<B>): Plan<B> {
  const last = changes.findLast(({ at }) => at <= now);
  const wanted = changes.filter((change) => change === last || change.at > now);
  const due = wanted.filter(({ endsAt }) => endsAt - prepareMs <= now);
  const end = known.flatMap((baton) => {
    const why = isOpen(baton) ? whyOver(baton, { wanted, last, now }) : null;
    return why === null ? [] : [{ baton, why }];
  });
  const open = known.filter((baton) => isOpen(baton) && baton.at <= now);
  const make = due
    .filter((change) => !known.some((baton) => isSameChange(baton, change)))
    .filter((change) => change !== last || !open.some((baton) => goesBack(baton, change)))
    .map((change) => ({
      change,
      late: change.at <= now,
      heir: end.find(({ baton }) => sameNames(baton.outgoing, change.outgoing))?.baton ?? null,
    }));
  const later = wanted.find((change) => !due.includes(change));
  return { make, end, nextAt: later ? later.endsAt - prepareMs : null };
}

function whyOver(
  baton: Baton,
  { wanted, last, now }: { wanted: readonly Change[]; last: Change | undefined; now: number },
): string | null {
  if (baton.at > now)
    return wanted.some((change) => isSameChange(baton, change))
      ? null
      : 'The schedule was changed: this change does not come.';
  if (!last || last.at <= baton.at) return null;
  return goesBack(baton, last)
    ? 'The same people go on: the watch went back before it was accepted.'
    : 'The next change came before it was accepted.';
}

/** Only before its limit: whoever had the watch for longer has something to hand over, accepted or not. */
function goesBack(baton: Baton, change: Change): boolean {
  return (
    baton.status !== 'escalated' &&
    baton.at < change.at &&
    change.incoming.every((name) => baton.outgoing.includes(name))
  );
}
