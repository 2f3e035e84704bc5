import type { ComponentState } from '@fieldmarshal/contract/comms/words';
import { historyOf, statesNow, type PartHistory } from './history.ts';
import type { StatusFacts } from './published.ts';
import { maintenanceOf, threadsOf, type Maintenance, type Thread } from './threads.ts';

/** Everything that any form of the page shows, computed once. */
export interface StatusView {
  readonly facts: StatusFacts;
  readonly states: ReadonlyMap<string, ComponentState | 'maintenance'>;
  /** Of the applications alone: one workflow that is out is a partial outage. */
  readonly top: readonly (ComponentState | 'maintenance')[];
  readonly histories: ReadonlyMap<string, PartHistory>;
  readonly threads: readonly Thread[];
  readonly maintenance: readonly Maintenance[];
}

export function statusView(facts: StatusFacts, language?: string): StatusView {
  const states = statesNow(facts);
  const tops = facts.parts.filter(({ parent }) => parent === null);
  return {
    facts,
    states,
    top: tops.map(({ key }) => states.get(key) ?? 'operational'),
    histories: new Map(historyOf(facts).map((history) => [history.key, history])),
    threads: threadsOf(facts, language),
    maintenance: maintenanceOf(facts, language),
  };
}

/** What everybody may read. */
export function publicOnly(facts: StatusFacts): StatusFacts {
  return { ...facts, published: facts.published.filter(({ onPage }) => onPage) };
}

/** What concerns these applications only, with their workflows. */
export function limitedTo(facts: StatusFacts, applications: ReadonlySet<string>): StatusFacts {
  return {
    ...facts,
    parts: facts.parts.filter(({ key, parent }) => applications.has(parent ?? key)),
    published: facts.published.filter(({ application }) => applications.has(application)),
  };
}
