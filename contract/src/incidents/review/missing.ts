import type { Incident } from '../state-schema.ts';

/** What a review usually has and this one has not yet, in words. */
export function missingOf({ severity, causeAnswer, review, tasks, impact }: Incident): readonly string[] {
  const has = (part: string): boolean =>
    review.parts.some((other) => other.part === part && other.text !== '');
  const unowned = review.actions.filter(
    ({ owner, dueOn, state }) =>
      (state === 'open' || state === 'doing') && (owner === null || dueOn === null),
  );
  const carried = new Set(review.actions.map(({ task }) => task));
  const left = tasks.filter(({ done, task }) => !done && !carried.has(task));
  return [
    ...(severity === null ? ['the severity'] : []),
    ...(causeAnswer === null ? ['the cause, as a person names it'] : []),
    ...(impact.decisions.length === 0 ? ['a confirmed impact'] : []),
    ...(has('what-happened') ? [] : ['what happened']),
    ...(has('lessons') ? [] : ['what was learnt']),
    ...(review.factors.length === 0 ? ['contributing factors'] : []),
    ...(review.actions.length === 0 ? ['actions'] : []),
    ...(unowned.length === 0 ? [] : [`owner or day of ${unowned.map(({ action }) => action).join(', ')}`]),
    ...(left.length === 0
      ? []
      : [`the end of ${left.length === 1 ? 'task' : 'tasks'} ${left.map(({ task }) => task).join(', ')}`]),
  ];
}
