import { decide, type CommandBody, type Incident, type PersonRef } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { notFound, type Ctx, type Tx } from '#platform';
import { append, commandOf, executeCommand, refused } from '../execute.ts';
import { personRef, requirePerson } from '../names.ts';
import { loadIncident } from '../store.ts';
import type { On } from './course.ts';

export async function setPrivacy(ctx: Ctx, { id, ...fields }: On<'set-privacy'>): Promise<Incident> {
  permit(ctx, 'incident.private');
  return executeCommand(ctx, id, { type: 'set-privacy', ...fields });
}

interface Reader {
  readonly id: string;
  readonly person: string;
}

/** Lets somebody in: anybody who may see it and works on incidents can ask another in. */
export async function admitReader(ctx: Ctx, { id, person }: Reader): Promise<Incident> {
  permit(ctx, 'incident.admit');
  return executeCommand(ctx, id, {
    type: 'admit-reader',
    person: await requirePerson(ctx, person, 'person'),
  });
}

export async function removeReader(ctx: Ctx, { id, person }: Reader): Promise<Incident> {
  permit(ctx, 'incident.private');
  return executeCommand(ctx, id, { type: 'remove-reader', person: await personRef(ctx, person) });
}

interface Unseen {
  readonly id: string;
  readonly person: PersonRef;
  /** For the log: why. */
  readonly note: string;
}

/** Lets in somebody who may not see it yet, without asking whether the actor may. That nobody else is left is the caller's to know. */
export async function admitUnseen(tx: Tx, { id, person, note }: Unseen): Promise<void> {
  const before = await loadIncident(tx.db, id, true);
  if (before === null) throw notFound(`Incident ${id}`);
  const now = tx.now.toISOString();
  const take = async (incident: Incident, command: CommandBody): Promise<Incident> => {
    const decision = decide(incident, commandOf(tx.ctx, command), now);
    if (!decision.ok) throw refused(decision);
    return append(tx, incident, { id, events: decision.events });
  };
  const open = await take(before, { type: 'admit-reader', person });
  await take(open, { type: 'note', text: note, code: null, attachments: [], decision: false });
}
