import type { communicationSent } from '#comms';
import type { Report } from '#incidents';
import type { causeChanged } from '#localisation';
import type { pageAnswered, pageFollowed, pageProgressed } from '#oncall';
import type { alertsGroupChanged, alertsGroupOpened } from '#signals';
import type { z } from 'zod';

type Progressed = z.infer<(typeof pageProgressed)['data']>;
type Answered = z.infer<(typeof pageAnswered)['data']>;
type GroupChanged = z.infer<(typeof alertsGroupChanged)['data']>;
type GroupOpened = z.infer<(typeof alertsGroupOpened)['data']>;

/** Facts of signals and paging as the incident's log takes them in: one domain's words into another's. */
export function alertCount({ groupId, firing, total, newTitles }: GroupChanged): Report {
  return { type: 'record-alerts', group: groupId, title: '', firing, total, newTitles };
}

export function causeReport({
  clear,
  causes,
  suspects,
  version,
  why,
}: z.infer<(typeof causeChanged)['data']>): Report {
  const said = suspects.slice(0, clear ? causes : 1);
  const named = clear ? said : [];
  return {
    type: 'record-cause',
    state: suspects.length === 0 ? 'nothing' : clear ? 'clear' : 'not-clear',
    causes: named.map(({ kind, name, displayName }) => ({ kind, name, displayName })),
    // What is said of two is no surer than the less sure of them.
    probability: said.length === 0 ? 0 : Math.min(...said.map(({ probability }) => probability)),
    version,
    why: clear ? why : '',
  };
}

const answerStatus = { acknowledge: 'acknowledged', cannot: 'declined' } as const;

/** `happenedAt`: the time of the fact, from which its entry in the log may be seconds away. */
export function pageReport(page: Progressed | Answered, happenedAt: string): Report {
  const { pageId, person, team } = page;
  const shared = { type: 'record-page', page: pageId, person, team, happenedAt } as const;
  return 'answer' in page
    ? { ...shared, channel: null, status: answerStatus[page.answer], detail: '', answeredBy: page.by }
    : { ...shared, channel: page.channel, status: page.outcome, detail: page.detail, answeredBy: null };
}

/** A shadow's answer: told as what it is, so that nobody takes it for an acknowledgement. */
export function shadowReport(
  { pageId, person, answer }: z.infer<(typeof pageFollowed)['data']>,
  happenedAt: string,
): Report {
  const status = answer === 'acknowledge' ? 'following' : 'declined';
  const detail = answer === 'acknowledge' ? 'As a shadow: the paging goes on' : 'As a shadow: cannot follow';
  return {
    type: 'record-page',
    page: pageId,
    person,
    team: null,
    channel: null,
    status,
    detail,
    answeredBy: null,
    happenedAt,
  };
}

/** Where alerts came from and what makes them one matter, with their labels as senders write them; cut to what a page can hold. */
export function groupText({ integration, route, labels }: GroupOpened): string {
  const shared = Object.entries(labels).flatMap(([name, value]) =>
    value === '' ? [] : `${name}="${value}"`,
  );
  const matter = shared.length === 0 ? '' : `, all with ${shared.join(', ')}`;
  return `From alerts of ${integration}, routed by ${route}${matter}`.slice(0, 1_000).toWellFormed();
}

interface Known {
  readonly product: string | null;
  readonly environment: string | null;
  readonly summary: string;
}

/** What a page shows of what is known when it is sent. */
export function knownFacts({ product, environment, summary }: Known) {
  return [
    { label: 'Product', value: product },
    { label: 'Environment', value: environment },
    { label: 'Details', value: summary === '' ? null : summary },
  ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
}

type Sent = z.output<(typeof communicationSent)['data']>;

/** What was sent to people outside, as the log takes it in. */
export function sentReport(fact: Sent): Report {
  const { communicationId, incidentId: _, by, ...sent } = fact;
  return { type: 'record-communication', communication: communicationId, approvedBy: by, ...sent };
}
