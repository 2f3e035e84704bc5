import { timeMeasures, type TimeMeasure } from '@fieldmarshal/contract/insights';
import { bandOf } from './distribution.ts';
import { isOver, type Known } from './facts.ts';
import { isAtNight, isOutOfHours } from './load.ts';
import { mayBeFalse } from './noise.ts';
import { blamed, isFoundFirst } from './overview.ts';

type Unit = 'ms' | 'user-minutes' | 'person-minutes' | 'pages' | 'none';

/** What an incident adds to a number; undefined: it is not behind it. */
export interface Behind {
  readonly unit: Unit;
  readonly adds: (one: Known) => number | null | undefined;
}

type Test = (one: Known) => boolean;

const tests: Readonly<Record<string, Test>> = {
  incidents: () => true,
  open: (one) => !isOver(one),
  'before-users': isFoundFirst,
  'after-users': (one) => !isFoundFirst(one),
  'found-check': ({ foundBy }) => foundBy === 'check',
  'found-monitoring': ({ foundBy }) => foundBy === 'monitoring',
  reviewed: ({ state }) => state === 'reviewed',
  'not-reviewed': ({ state }) => state === 'resolved',
  reopened: (one) => isOver(one) && one.reopened > 0,
  'false-alarm': (one) => mayBeFalse(one) && one.isFalseAlarm,
  'cause-known': ({ cause }) => cause !== null,
  'impact-known': ({ userMinutes }) => userMinutes !== null,
  'no-action': (one) => isOver(one) && Object.values(one.actions).every((n) => n === 0),
  'actions-agreed': ({ actions: { unfinished, done, dropped } }) => unfinished + done + dropped > 0,
  'actions-done': ({ actions }) => actions.done > 0,
  'actions-dropped': ({ actions }) => actions.dropped > 0,
  'actions-unfinished': ({ actions }) => actions.unfinished > 0,
  'actions-overdue': ({ actions }) => actions.overdue > 0,
  'rca-assessed': ({ rca }) => rca !== 'none',
  'rca-flagged': ({ rca }) => rca !== 'none' && rca !== 'below',
  'rca-accepted': ({ rca }) => rca === 'accepted' || rca === 'done' || rca === 'overdue',
  'rca-waiting': ({ rca }) => rca === 'waiting',
  'rca-dismissed': ({ rca }) => rca === 'dismissed',
  'rca-done': ({ rca }) => rca === 'done',
  'rca-overdue': ({ rca }) => rca === 'overdue',
};

/** What a number's name stands for; null for a name that stands for none. Every number of the pages has one. */
export function behindOf(text: string): Behind | null {
  const test = Object.hasOwn(tests, text) ? tests[text] : undefined;
  if (test !== undefined) return { unit: 'none', adds: (one) => (test(one) ? null : undefined) };
  const [head = '', ...rest] = text.split(':');
  const measure = timeMeasures.find((name) => name === head);
  if (measure !== undefined) return timeBehind(measure, rest);
  const name = rest.join(':');
  switch (head) {
    case 'cause':
      return counting(({ cause }) => cause !== null && `${cause.kind}:${cause.name}` === name);
    case 'product':
      return minutes((one) => ((blamed(one) ?? '') === name ? one.userMinutes : null));
    case 'customer':
      return minutes(({ customers }) => (Object.hasOwn(customers, name) ? (customers[name] ?? null) : null));
    case 'user-minutes':
      return rest.length === 0 ? minutes(({ userMinutes }) => userMinutes) : null;
    case 'person':
    case 'hub':
      return pagesBehind(head, rest);
    case 'false-alarm':
      return costBehind(name);
    default:
      return null;
  }
}

function counting(test: Test): Behind {
  return { unit: 'none', adds: (one) => (test(one) ? null : undefined) };
}

function minutes(of: (one: Known) => number | null): Behind {
  return { unit: 'user-minutes', adds: (one) => of(one) || undefined };
}

/** `resolve`, `resolve:3`, `resolve:none`, `resolve:negative`. */
function timeBehind(measure: TimeMeasure, [which, more]: readonly string[]): Behind | null {
  if (more !== undefined) return null;
  if (which === 'none')
    return { unit: 'ms', adds: ({ times }) => (times[measure] === null ? null : undefined) };
  if (which !== undefined && which !== 'negative' && !/^[0-6]$/.test(which)) return null;
  return {
    unit: 'ms',
    adds: ({ times }) => {
      const ms = times[measure];
      if (ms === null || ms < 0 !== (which === 'negative')) return undefined;
      return which === undefined || which === 'negative' || bandOf(ms) === Number(which) ? ms : undefined;
    },
  };
}

/** `false-alarm:pages`, `false-alarm:night`, `false-alarm:minutes`: what false alarms cost. */
function costBehind(what: string): Behind | null {
  const isAlarm = (one: Known) => mayBeFalse(one) && one.isFalseAlarm;
  switch (what) {
    case 'pages':
      return { unit: 'pages', adds: (one) => (isAlarm(one) && one.pages.length) || undefined };
    case 'night':
      return {
        unit: 'pages',
        adds: (one) => (isAlarm(one) && one.pages.filter(isAtNight).length) || undefined,
      };
    case 'minutes':
      return { unit: 'person-minutes', adds: (one) => (isAlarm(one) && one.personMinutes) || undefined };
    default:
      return null;
  }
}

/** `person:ola`, `person:ola:night`, `person:ola:out`, `hub:emea`, `hub:emea:3` (an hour of the local day). */
function pagesBehind(head: 'person' | 'hub', [name = '', which, more]: readonly string[]): Behind | null {
  if (more !== undefined || (which !== undefined && !/^(?:night|out|\d|1\d|2[0-3])$/.test(which)))
    return null;
  return {
    unit: 'pages',
    adds: ({ pages }) =>
      pages.filter(
        (page) =>
          (page[head] ?? '') === name &&
          (which !== 'night' || isAtNight(page)) &&
          (which !== 'out' || isOutOfHours(page)) &&
          (which === undefined || which === 'night' || which === 'out' || page.hour === Number(which)),
      ).length || undefined,
  };
}
