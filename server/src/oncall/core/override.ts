import type { ScheduleRules } from './rotation.ts';

type Override = ScheduleRules['overrides'][number];

/** Who is on after one override, which is in force. */
export function overridden(people: readonly string[], override: Override): readonly string[] {
  const { kind, user, replaces } = override;
  switch (kind) {
    case 'take':
      return [user];
    case 'add':
      return people.includes(user) ? people : [...people, user];
    case 'remove':
      return people.filter((person) => person !== user);
    case 'replace':
      if (replaces === undefined || !people.includes(replaces)) return people;
      return [...people.filter((person) => person !== replaces && person !== user), user];
  }
}
