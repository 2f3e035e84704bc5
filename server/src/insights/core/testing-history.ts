import type { Known, PageFact } from './facts.ts';

const none = {
  detect: null,
  acknowledge: null,
  marshal: null,
  assess: null,
  message: null,
  mitigate: null,
  resolve: null,
};
const quiet = { unfinished: 0, overdue: 0, done: 0, dropped: 0 };
export const minute = 60_000;
export const hour = 60 * minute;

/** For tests: an incident of which nothing is known but what is given. */
export function known(
  id: string,
  given: Partial<Omit<Known, 'times'>> & { readonly times?: Partial<Known['times']> } = {},
): Known {
  return {
    ...{
      id,
      title: id,
      severity: 'SEV2',
      product: 'files',
      team: 'files',
      environment: 'eu-prod',
      hub: 'emea',
    },
    ...{ state: 'resolved', declaredAt: Date.parse('2026-11-20T10:00:00Z'), reopened: 0, foundBy: 'check' },
    ...{ isFalseAlarm: false, cause: null, userMinutes: null, customers: {}, pages: [], people: 1 },
    ...{ personMinutes: 10, rca: 'none', actions: quiet, ...given },
    times: { ...none, ...given.times },
  };
}

/** For tests: a page of somebody by day, answered after a minute. */
export function paged(person: string, at: string, given: Partial<PageFact> = {}): PageFact {
  const day = { hour: 10, weekend: false, night: null, nightMinute: null };
  return { person, name: person, hub: 'emea', at: Date.parse(at), ...day, ackMs: minute, ...given };
}
