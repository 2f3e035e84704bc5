import { fold, put, type Fold } from './fold.ts';
import type { EventData, NewEvent } from '../events/events.ts';
import type { Action, Incident } from '../state-schema.ts';

/** What is written after it: the review's text, contributing factors, actions. */
export const reviewFolds = {
  'review-written@1': fold('review-written@1', {
    thing: ({ part }) => `review:${part}`,
    apply: (incident, { part, text }, { at, seq, actor }) => {
      const written = { part, text, by: actor.name, at, seq };
      return withReview(incident, { parts: put(incident.review.parts, written, (other) => other.part) });
    },
    back: ({ review }, { part }) => ({
      type: 'review-written',
      version: 1,
      data: { part, text: review.parts.find((other) => other.part === part)?.text ?? '' },
    }),
  }),
  'factor-added@1': fold('factor-added@1', {
    thing: factorThing,
    apply: (incident, factor) => putFactor(incident, factor),
    back: (_, { factor }) => ({ type: 'factor-removed', version: 1, data: { factor } }),
  }),
  'factor-changed@1': fold('factor-changed@1', {
    thing: factorThing,
    apply: (incident, factor) =>
      hasFactor(incident, factor.factor) ? putFactor(incident, factor) : incident,
    back: factorBack('factor-changed'),
  }),
  'factor-removed@1': fold('factor-removed@1', {
    thing: factorThing,
    apply: (incident, { factor }) =>
      withReview(incident, { factors: incident.review.factors.filter((other) => other.factor !== factor) }),
    back: factorBack('factor-added'),
  }),
  'action-added@1': fold('action-added@1', {
    thing: actionThing,
    apply: (incident, data, event) => {
      const added = { ...contentOf(data), state: 'open', ticket: null, note: '' } as const;
      const action = { ...added, addedAt: event.at, endedAt: null };
      const actions = put(incident.review.actions, action, (other) => other.action);
      return withReview(incident, { actions, actionCount: incident.review.actionCount + 1 });
    },
    back: (_, { action }) => ({ type: 'action-removed', version: 1, data: { action } }),
  }),
  'action-changed@1': fold('action-changed@1', {
    thing: actionThing,
    apply: (incident, data) => changeAction(incident, data.action, contentOf(data)),
    back: (before, { action }) => {
      const known = actionOf(before, action);
      return known === undefined ? null : { type: 'action-changed', version: 1, data: contentOf(known) };
    },
  }),
  'action-removed@1': fold('action-removed@1', {
    thing: actionThing,
    apply: (incident, { action }) =>
      withReview(incident, { actions: incident.review.actions.filter((other) => other.action !== action) }),
  }),
  'action-moved@1': fold('action-moved@1', {
    thing: actionThing,
    apply: (incident, { action, to, note }, event) => {
      const isOver = to === 'done' || to === 'dropped';
      return changeAction(incident, action, { state: to, note, endedAt: isOver ? event.at : null });
    },
    back: (_, { action, from, to }) => ({
      type: 'action-moved',
      version: 1,
      data: { action, from: to, to: from, note: '' },
    }),
  }),
  'action-ticketed@1': fold('action-ticketed@1', {
    thing: actionThing,
    apply: (incident, { action, ticket }) => {
      const known = actionOf(incident, action)?.ticket;
      const isSame = known?.tracker === ticket?.tracker && known?.key === ticket?.key;
      const said = {
        state: isSame ? (known?.state ?? null) : null,
        stateAt: isSame ? (known?.stateAt ?? null) : null,
      };
      return changeAction(incident, action, { ticket: ticket === null ? null : { ...ticket, ...said } });
    },
    back: (before, { action }) => ({
      type: 'action-ticketed',
      version: 1,
      data: { action, ticket: placeOf(actionOf(before, action)?.ticket) },
    }),
  }),
  'ticket-moved@1': fold('ticket-moved@1', {
    thing: ({ action }) => `ticket:${action}`,
    apply: (incident, { action, state, at }) => {
      const ticket = actionOf(incident, action)?.ticket;
      return ticket
        ? changeAction(incident, action, { ticket: { ...ticket, state, stateAt: at } })
        : incident;
    },
  }),
} satisfies Record<string, Fold>;

type Review = Incident['review'];

function withReview(incident: Incident, change: Partial<Review>): Incident {
  return { ...incident, review: { ...incident.review, ...change } };
}

function factorThing({ factor }: { readonly factor: string }): string {
  return `factor:${factor}`;
}

function actionThing({ action }: { readonly action: string }): string {
  return `action:${action}`;
}

function hasFactor({ review }: Incident, name: string): boolean {
  return review.factors.some((other) => other.factor === name);
}

/** The count only grows, also when one that was removed is put back: names are never given twice. */
function putFactor(incident: Incident, data: EventData<'factor-added@1'>): Incident {
  const { factor, kind, text, entries } = data;
  const { factors, factorCount } = incident.review;
  const number = Number(factor.slice(1));
  return withReview(incident, {
    factors: put(factors, { factor, kind, text, entries }, (other) => other.factor),
    factorCount: Number.isSafeInteger(number) ? Math.max(factorCount, number) : factorCount,
  });
}

function factorBack(type: 'factor-added' | 'factor-changed') {
  return ({ review }: Incident, { factor }: { readonly factor: string }): NewEvent | null => {
    const known = review.factors.find((other) => other.factor === factor);
    return known === undefined ? null : { type, version: 1, data: known };
  };
}

type Content = EventData<'action-added@1'>;

function contentOf({ action, title, aim, owner, team, dueOn, task, factor }: Content): Content {
  return { action, title, aim, owner, team, dueOn, task, factor };
}

function actionOf({ review }: Incident, name: string): Action | undefined {
  return review.actions.find((other) => other.action === name);
}

/** Without what its tracker said of it. */
function placeOf(ticket: Action['ticket'] | undefined) {
  return ticket ? { tracker: ticket.tracker, key: ticket.key, url: ticket.url } : null;
}

function changeAction(incident: Incident, name: string, change: Partial<Action>): Incident {
  return withReview(incident, {
    actions: incident.review.actions.map((action) =>
      action.action === name ? { ...action, ...change } : action,
    ),
  });
}
