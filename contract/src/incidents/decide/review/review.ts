import type { ActionContent, Command, CommandOf, ReviewCommand } from '../command.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import { hearTicket, ticketAction } from './ticket.ts';
import { incidentLimits } from '../../limits.ts';
import type { Action, Factor, Incident, Who } from '../../state-schema.ts';

type OnReview = ReviewCommand & { readonly by: Who };

/** All of what is said about a review and its actions. */
export const reviewCommands: ReadonlySet<ReviewCommand['type']> = new Set([
  'write-review',
  'add-factor',
  'change-factor',
  'remove-factor',
  'add-action',
  'change-action',
  'move-action',
  'ticket-action',
  'hear-ticket',
]);

export function isOnReview(command: Command): command is OnReview {
  return (reviewCommands as ReadonlySet<string>).has(command.type);
}

/** What has been agreed can still be finished where the incident itself went on elsewhere. */
export function outlivesMerge(type: Command['type']): boolean {
  return ['change-action', 'move-action', 'ticket-action', 'hear-ticket'].includes(type);
}

export function decideOnReview(incident: Incident, command: OnReview): Decision {
  switch (command.type) {
    case 'write-review':
      return writeReview(incident, command);
    case 'add-factor':
      return addFactor(incident, command);
    case 'change-factor':
      return changeFactor(incident, command);
    case 'remove-factor':
      return withFactor(incident, command.factor, ({ factor }) =>
        accept({ type: 'factor-removed', version: 1, data: { factor } }),
      );
    case 'add-action':
      return addAction(incident, command);
    case 'change-action':
      return changeAction(incident, command);
    case 'move-action':
      return moveAction(incident, command);
    case 'ticket-action':
      return withAction(incident, command.action, (known) => ticketAction(known, command));
    case 'hear-ticket':
      return withAction(incident, command.action, (known) => hearTicket(known, command));
  }
}

function writeReview(
  incident: Incident,
  { part, text, basis }: Pick<CommandOf<'write-review'>, 'part' | 'text' | 'basis'>,
): Decision {
  const known = incident.review.parts.find((other) => other.part === part);
  if ((known?.text ?? '') === text) return accept();
  if ((known?.seq ?? 0) !== basis)
    return refuse('overtaken', `${known?.by ?? 'Somebody'} has changed this part since you began to write.`);
  return accept({ type: 'review-written', version: 1, data: { part, text } });
}

function addFactor(incident: Incident, { kind, text, entries }: CommandOf<'add-factor'>): Decision {
  const { factors, factorCount } = incident.review;
  if (factors.length >= incidentLimits.factors)
    return refuse('too-many', `At most ${incidentLimits.factors} factors fit into one review.`);
  const data = { factor: `F${factorCount + 1}`, kind, text, entries: [...entries] };
  return unknownEntry(incident, entries) ?? accept({ type: 'factor-added', version: 1, data });
}

function changeFactor(incident: Incident, command: CommandOf<'change-factor'>): Decision {
  const { factor, kind, text, entries } = command;
  const data = { factor, kind, text, entries: [...entries] };
  return withFactor(incident, factor, (known) =>
    known.kind === kind && known.text === text && known.entries.join() === entries.join()
      ? accept()
      : (unknownEntry(incident, entries) ?? accept({ type: 'factor-changed', version: 1, data })),
  );
}

function unknownEntry(incident: Incident, entries: readonly number[]): Decision | null {
  const strange = entries.find((seq) => !Number.isInteger(seq) || seq < 1 || seq > incident.seq);
  return strange === undefined ? null : refuse('no-such-entry', `${incident.id} has no entry ${strange}.`);
}

function withFactor(incident: Incident, name: string, then: (known: Factor) => Decision): Decision {
  const known = incident.review.factors.find((other) => other.factor === name);
  return known === undefined
    ? refuse('no-such-factor', `${incident.id} has no factor ${name}.`)
    : then(known);
}

function addAction(incident: Incident, command: CommandOf<'add-action'>): Decision {
  const { actions, actionCount } = incident.review;
  if (actions.length >= incidentLimits.actions)
    return refuse('too-many', `At most ${incidentLimits.actions} actions fit into one review.`);
  const data = contentOf({ ...command, action: `A${actionCount + 1}` });
  return unknownOrigin(incident, data) ?? accept({ type: 'action-added', version: 1, data });
}

function changeAction(incident: Incident, command: CommandOf<'change-action'>): Decision {
  const data = contentOf(command);
  return withAction(incident, command.action, (known) =>
    JSON.stringify(contentOf(known)) === JSON.stringify(data)
      ? accept()
      : (unknownOrigin(incident, data) ?? accept({ type: 'action-changed', version: 1, data })),
  );
}

/** In one order of fields, so that two can be compared as text. */
function contentOf({
  action,
  title,
  aim,
  owner,
  team,
  dueOn,
  task,
  factor,
}: ActionContent & { action: string }) {
  const to = owner === null ? null : { person: owner.person, name: owner.name };
  return { action, title, aim, owner: to, team, dueOn, task, factor };
}

interface Origin {
  readonly task: string | null;
  readonly factor: string | null;
}

function unknownOrigin(incident: Incident, { task, factor }: Origin): Decision | null {
  if (task !== null && !incident.tasks.some((other) => other.task === task))
    return refuse('no-such-task', `${incident.id} has no task ${task}.`);
  if (factor !== null && !incident.review.factors.some((other) => other.factor === factor))
    return refuse('no-such-factor', `${incident.id} has no factor ${factor}.`);
  return null;
}

function moveAction(incident: Incident, { action, to, note }: CommandOf<'move-action'>): Decision {
  return withAction(incident, action, ({ state: from }) =>
    from === to ? accept() : accept({ type: 'action-moved', version: 1, data: { action, from, to, note } }),
  );
}

function withAction(incident: Incident, name: string, then: (known: Action) => Decision): Decision {
  const known = incident.review.actions.find((other) => other.action === name);
  return known === undefined
    ? refuse('no-such-action', `${incident.id} has no action ${name}.`)
    : then(known);
}
