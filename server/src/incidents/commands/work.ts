import type { Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { attachmentsNamed } from '../attachments/store.ts';
import { executeCommand } from '../execute.ts';
import { requireNames, requirePerson } from '../names.ts';
import type { On } from './course.ts';

interface AddTask {
  readonly id: string;
  readonly title: string;
  readonly assignee: string | null;
  readonly team: string | null;
}

export async function addTask(ctx: Ctx, { id, title, assignee, team }: AddTask): Promise<Incident> {
  permit(ctx, 'incident.task');
  await requireNames(ctx, {
    team: { kind: 'Team', name: team },
    assignee: { kind: 'Person', name: assignee },
  });
  const person = assignee === null ? null : await requirePerson(ctx, assignee, 'assignee');
  return executeCommand(ctx, id, { type: 'add-task', title, assignee: person, team });
}

interface AssignTask {
  readonly id: string;
  readonly task: string;
  readonly assignee: string | null;
}

export async function assignTask(ctx: Ctx, { id, task, assignee }: AssignTask): Promise<Incident> {
  permit(ctx, 'incident.task');
  const person = assignee === null ? null : await requirePerson(ctx, assignee, 'assignee');
  return executeCommand(ctx, id, { type: 'assign-task', task, assignee: person });
}

export async function completeTask(ctx: Ctx, { id, task }: On<'complete-task'>): Promise<Incident> {
  permit(ctx, 'incident.task');
  return executeCommand(ctx, id, { type: 'complete-task', task });
}

export async function reopenTask(ctx: Ctx, { id, task }: On<'reopen-task'>): Promise<Incident> {
  permit(ctx, 'incident.task');
  return executeCommand(ctx, id, { type: 'reopen-task', task });
}

type WriteNote = Omit<On<'note'>, 'attachments'> & { readonly attachments: readonly string[] };

/** Writes a note. Its attachments are ids of files uploaded to the same incident before. */
export async function writeNote(ctx: Ctx, { id, attachments: ids, ...fields }: WriteNote): Promise<Incident> {
  permit(ctx, 'incident.note');
  const found = await attachmentsNamed(ctx.env.databases[ctx.pool], { incidentId: id, ids });
  const faults = ids.flatMap((name, index) =>
    found.has(name)
      ? []
      : [{ path: `attachments[${index}]`, message: `${id} has no attachment ${name}; upload it first` }],
  );
  const [first] = faults;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { faults });
  return executeCommand(ctx, id, { type: 'note', attachments: [...found.values()], ...fields });
}

export async function markEntry(ctx: Ctx, { id, ...fields }: On<'mark'>): Promise<Incident> {
  permit(ctx, 'incident.note');
  return executeCommand(ctx, id, { type: 'mark', ...fields });
}
