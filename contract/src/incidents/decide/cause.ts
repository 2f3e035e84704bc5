import type { CommandOf } from './command.ts';
import { accept, type Decision } from './decision.ts';
import type { Incident } from '../state-schema.ts';

const whyLengthMax = 500;

/** What localisation says of the cause, as it says it; the same again is not told again. */
export function recordCause({ likelyCause }: Incident, command: CommandOf<'record-cause'>): Decision {
  const { state, causes, probability, version, why } = command;
  const named = (list: readonly { readonly kind: string; readonly name: string }[]) =>
    list.map(({ kind, name }) => `${kind}:${name}`).join(' ');
  if (likelyCause?.state === state && named(likelyCause.causes) === named(causes)) return accept();
  const data = { state, causes: [...causes], probability, version, why: why.slice(0, whyLengthMax) };
  return accept({ type: 'cause-found', version: 1, data });
}

/** A person's word on the cause; it may be said again, and the last one counts. */
export function answerCause(command: CommandOf<'answer-cause'>): Decision {
  const { answer, cause, faultKind, note } = command;
  return accept({ type: 'cause-answered', version: 1, data: { answer, cause, faultKind, note } });
}
