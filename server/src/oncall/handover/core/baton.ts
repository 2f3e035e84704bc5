import type { HandoverStatus } from '@fieldmarshal/contract/oncall/handover';
import type { Change } from './changes.ts';

/** One handover as a state machine. Instants in milliseconds since the epoch. */
export interface Baton extends Change {
  readonly status: HandoverStatus;
  readonly limitMinutes: number;
  /** When it escalates unless it is accepted; null until the change has come. */
  readonly limitAt: number | null;
  readonly signed: boolean;
  readonly escalatedTo: readonly string[];
}

export type BatonInput =
  /** Time has gone on; early, late and repeated ones are harmless. `next`: whom to tell where it escalates now. */
  | { readonly kind: 'time'; readonly next: readonly string[] }
  | ({ readonly kind: 'sign' | 'accept' } & Hand)
  | { readonly kind: 'void' };

/** Who signs. `standsIn`: a lead may sign for others. */
export interface Hand {
  readonly person: string | null;
  readonly standsIn: boolean;
}

export type BatonStep =
  /** `told`: who is to hear of it is told once for each. */
  | { readonly baton: Baton; readonly told: 'offered' | 'signed' | 'escalated' | null }
  | { readonly refused: 'not-yours' | 'unsigned' | 'void' | 'over' };

/** A handover as it is made; after the change `late`, so it is offered at once and its limit counts from now. */
export function makeBaton(change: Change, limitMinutes: number): Baton {
  return {
    ...change,
    status: 'prepared',
    limitMinutes,
    limitAt: null,
    signed: false,
    escalatedTo: [],
  };
}

/**
 * Takes in one thing that happened. Promises: it is accepted, void, or escalates once its limit has passed, exactly once; the limit
 * counts from the change, or from when it was first looked at after it, so that nobody is late while the server was down. Signing and
 * accepting twice changes nothing. Nobody accepts what is unsigned, except when it has escalated: then who leaves had their time.
 */
export function turnBaton(baton: Baton, input: BatonInput, now: number): BatonStep {
  switch (input.kind) {
    case 'time':
      return passTime(baton, input.next, now);
    case 'sign':
      return sign(baton, input, now);
    case 'accept':
      return accept(baton, input);
    case 'void':
      return isOpen(baton) ? { baton: { ...baton, status: 'void' }, told: null } : unchanged(baton);
  }
}

export function isOpen({ status }: Pick<Baton, 'status'>): boolean {
  return status !== 'accepted' && status !== 'void';
}

/** Whether this person keeps being paged beside who is on, now. */
export function isPagedBeside(baton: Pick<Baton, 'status' | 'endsAt'>, now: number): boolean {
  return isOpen(baton) && now >= baton.endsAt;
}

/** When time alone changes something next; null where it never will. */
export function nextTurn(baton: Baton): number | null {
  if (!isOpen(baton) || baton.status === 'escalated') return null;
  return baton.limitAt ?? baton.at;
}

export function maySign(baton: Baton, { person, standsIn }: Hand): boolean {
  return standsIn || (person !== null && baton.outgoing.includes(person));
}

export function mayAccept(baton: Baton, { person, standsIn }: Hand): boolean {
  const named = baton.status === 'escalated' ? [...baton.incoming, ...baton.escalatedTo] : baton.incoming;
  return standsIn || (person !== null && named.includes(person));
}

function unchanged(baton: Baton): BatonStep {
  return { baton, told: null };
}

function passTime(baton: Baton, next: readonly string[], now: number): BatonStep {
  if (!isOpen(baton) || now < baton.at) return unchanged(baton);
  if (baton.limitAt === null) {
    const limitAt = now + baton.limitMinutes * 60_000;
    return baton.status === 'prepared'
      ? { baton: { ...baton, status: 'offered', limitAt }, told: 'offered' }
      : { baton: { ...baton, limitAt }, told: null };
  }
  if (now < baton.limitAt || baton.status === 'escalated') return unchanged(baton);
  return { baton: { ...baton, status: 'escalated', escalatedTo: next }, told: 'escalated' };
}

function sign(baton: Baton, hand: Hand, now: number): BatonStep {
  if (!maySign(baton, hand)) return { refused: 'not-yours' };
  if (baton.status === 'void') return { refused: 'void' };
  if (baton.signed) return unchanged(baton);
  if (baton.status === 'accepted') return { refused: 'over' };
  const status = baton.status === 'escalated' ? 'escalated' : 'signed';
  const limitAt = baton.limitAt ?? (now >= baton.at ? now + baton.limitMinutes * 60_000 : null);
  return { baton: { ...baton, status, limitAt, signed: true }, told: 'signed' };
}

function accept(baton: Baton, hand: Hand): BatonStep {
  if (!mayAccept(baton, hand)) return { refused: 'not-yours' };
  if (baton.status === 'void') return { refused: 'void' };
  if (baton.status === 'accepted') return unchanged(baton);
  if (!baton.signed && baton.status !== 'escalated') return { refused: 'unsigned' };
  return { baton: { ...baton, status: 'accepted' }, told: null };
}
