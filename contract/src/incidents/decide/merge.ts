import { isClosed } from './decide.ts';
import { refuse, type Refusal } from './decision.ts';
import type { NewEvent } from '../events/events.ts';
import type { Incident } from '../state-schema.ts';

/** What a merge writes into both logs. */
export interface Merge {
  readonly ok: true;
  readonly source: NewEvent;
  readonly target: NewEvent;
}

/**
 * Ends `source` as a duplicate of `target` and moves what is still alive over: alert groups, linked alerts, teams, open tasks (under new
 * names) and changes. What the target has already stays as it is there. Notes stay where they were written.
 */
export function decideMerge(source: Incident, target: Incident): Merge | Refusal {
  if (source.id === target.id) return refuse('same-incident', 'An incident cannot be merged into itself.');
  for (const { id, mergedInto } of [source, target])
    if (mergedInto !== null) return refuse('merged', `${id} was merged into ${mergedInto} already.`);
  for (const incident of [source, target])
    if (isClosed(incident))
      return refuse('closed', `${incident.id} is ${incident.state}; only open incidents can be merged.`);
  const practice = [source, target].find(({ drill }) => drill);
  if (practice !== undefined)
    return refuse(
      'practice',
      `${practice.id} is a drill: what is merged with practice would be paged for and counted no more.`,
    );
  if (source.private && !target.private)
    return refuse(
      'privacy-differs',
      'What is private can only be merged into an incident that is private, too.',
    );
  const open = source.tasks.filter((task) => !task.done);
  return {
    ok: true,
    source: { type: 'merged', version: 1, data: { into: target.id } },
    target: {
      type: 'absorbed',
      version: 1,
      data: {
        from: source.id,
        title: source.title,
        groups: source.alertGroups,
        alerts: source.alerts,
        teams: source.teams,
        tasks: open.map(({ title, assignee, team }, index) => {
          const task = `T${target.taskCount + index + 1}`;
          return { task, title, assignee, team };
        }),
        changes: source.changes,
      },
    },
  };
}
