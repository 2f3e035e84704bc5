import type { Incident, PersonRef } from '../state-schema.ts';
import type { Command, CommandOf } from './command.ts';
import { accept, refuse, type Decision } from './decision.ts';

export type PrivacyCommand = Extract<Command, { type: 'set-privacy' | 'admit-reader' | 'remove-reader' }>;

export function isOnPrivacy(command: Command): command is PrivacyCommand {
  return ['set-privacy', 'admit-reader', 'remove-reader'].includes(command.type);
}

export function decideOnPrivacy(incident: Incident, command: PrivacyCommand): Decision {
  switch (command.type) {
    case 'set-privacy':
      return setPrivacy(incident, command);
    case 'admit-reader':
      return admitReader(incident, command.person);
    case 'remove-reader':
      return removeReader(incident, command.person);
  }
}

/** Whoever makes it private stays among those who see it. */
function setPrivacy(incident: Incident, command: CommandOf<'set-privacy'>): Decision {
  if (incident.private === command.private) return accept();
  const { person, name } = command.by;
  const stays = command.private && person !== null && !readersOf(incident).has(person);
  return accept(
    { type: 'privacy-set', version: 1, data: { private: command.private } },
    ...(stays ? [{ type: 'reader-admitted', version: 1, data: { person, name } } as const] : []),
  );
}

function admitReader(incident: Incident, person: PersonRef): Decision {
  if (incident.readers.some((other) => other.person === person.person)) return accept();
  return accept({ type: 'reader-admitted', version: 1, data: person });
}

function removeReader(incident: Incident, person: PersonRef): Decision {
  if (!incident.readers.some((other) => other.person === person.person)) return accept();
  const left = readersOf({ ...incident, readers: without(incident, person.person) });
  if (incident.private && left.size === 0)
    return refuse('last-reader', 'Somebody must still see it: let another person in first.');
  return accept({ type: 'reader-removed', version: 1, data: person });
}

export function without({ readers }: Pick<Incident, 'readers'>, person: string): Incident['readers'] {
  return readers.filter((other) => other.person !== person);
}

/** Who sees it while it is private: who declared it, has a role or a task in it, was paged for it, or was let in. */
export function readersOf(
  incident: Pick<Incident, 'declaredBy' | 'roles' | 'pages' | 'tasks' | 'readers' | 'review'>,
): ReadonlySet<string> {
  const { declaredBy, roles, pages, tasks, readers, review } = incident;
  const people = [...roles, ...pages, ...readers].map(({ person }) => person);
  const assigned = tasks.flatMap(({ assignee }) => assignee?.person ?? []);
  const owners = review.actions.flatMap(({ owner }) => owner?.person ?? []);
  return new Set([
    ...people,
    ...assigned,
    ...owners,
    ...(declaredBy.person === null ? [] : [declaredBy.person]),
  ]);
}
