import { decide, type CommandBody, type Incident } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { append, commandOf, requireIncident, withRetries } from './execute.ts';
import { personRef } from './names.ts';

interface Answer {
  readonly incidentId: string;
  /** Catalog name of who acknowledged. */
  readonly person: string;
  /** The trainee who leads instead, with that person beside. */
  readonly heir?: string | null;
}

/** Who acknowledges the page of the incident itself leads it, unless somebody does already or it is over. For reactions. */
export async function leadOnAnswer(ctx: Ctx, { incidentId, person, heir = null }: Answer): Promise<Incident> {
  permit(ctx, 'incident.transfer');
  const holder = await personRef(ctx, heir ?? person);
  const beside = heir === null ? null : await personRef(ctx, person);
  return giveIn(ctx, incidentId, () => [
    { type: 'assign-role', role: 'field-marshal', person: holder },
    ...(beside === null ? [] : [{ type: 'assign-role', role: 'shadow', person: beside } as const]),
  ]);
}

interface Follow extends Answer {
  /** Whom they shadow. */
  readonly of: string;
  readonly leads: boolean;
}

/**
 * A shadow follows: they are on the incident as one. Where they are to lead and the person they shadow leads it, the lead passes to
 * them and that person stays beside; nobody else loses it. For reactions.
 */
export async function followOnAnswer(ctx: Ctx, { incidentId, person, of, leads }: Follow): Promise<Incident> {
  permit(ctx, 'incident.transfer');
  const trainee = await personRef(ctx, person);
  const mentor = await personRef(ctx, of);
  return giveIn(ctx, incidentId, ({ roles }) => {
    const isLed = roles.some((held) => held.role === 'field-marshal' && held.person === of);
    if (!leads || !isLed) return [{ type: 'assign-role', role: 'shadow', person: trainee }];
    return [
      { type: 'transfer-role', role: 'field-marshal', person: trainee },
      { type: 'assign-role', role: 'shadow', person: mentor },
    ];
  });
}

type Giving = Extract<CommandBody, { type: 'assign-role' | 'transfer-role' }>;

/** A refusal is no fault here: the answer stands in the log, and the roles are where they were. */
async function giveIn(
  ctx: Ctx,
  incidentId: string,
  commands: (incident: Incident) => readonly Giving[],
): Promise<Incident> {
  return withRetries(ctx, async (tx, { lock }) => {
    let incident = await requireIncident(tx, incidentId, lock);
    for (const body of commands(incident)) {
      const decision = decide(incident, commandOf(ctx, body), tx.now.toISOString());
      if (!decision.ok) break;
      incident = await append(tx, incident, { id: incident.id, events: decision.events });
    }
    return incident;
  });
}
