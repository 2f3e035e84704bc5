import type { Severity } from '@fieldmarshal/contract';
import { decide, type Declaration, type Incident, type PersonRef } from '@fieldmarshal/contract/incidents';
import { permit } from '#identity';
import { AppError, inTransaction, isUniqueViolation, type Ctx, type Tx } from '#platform';
import { whoOf } from './core/who.ts';
import { append, commandOf, refused, requireIncident } from './execute.ts';
import { requireNames } from './names.ts';
import { placeFor, type Place } from './store.ts';

export interface DeclareIncident {
  readonly title: string;
  readonly summary?: string;
  readonly severity?: Severity | null;
  readonly product?: string | null;
  readonly environment?: string | null;
  readonly escalationPolicy?: string | null;
  readonly drill?: boolean;
  readonly private?: boolean;
  /** What it comes from; the same origin never declares twice. */
  readonly origin?: { readonly kind: 'alert-group' | 'drill' | 'replay'; readonly id: string };
  readonly alertCount?: number;
  readonly takeLead?: boolean;
  readonly teams?: readonly string[];
  readonly alerts?: readonly { readonly alert: string; readonly title: string }[];
}

const titleLengthMax = 200;

/**
 * Declares an incident. From an origin that has one already, answers with that one, whatever became of it. What people name must be in
 * the catalog; what a signal names is taken as it is, because no signal is refused for a name.
 */
export async function declareIncident(ctx: Ctx, input: DeclareIncident): Promise<Incident> {
  permit(ctx, 'incident.declare');
  if (input.takeLead === true) permit(ctx, 'incident.lead');
  if (input.origin === undefined) await requireNames(ctx, namesOf(input));
  const command = declarationOf(input, input.takeLead === true ? self(ctx) : null);
  const attempt = async (): Promise<Incident> =>
    inTransaction(
      ctx,
      async (tx, place: Place) => declare(tx, command, place),
      async ({ db }) => placeFor(db, command.origin),
    );
  try {
    return await attempt();
  } catch (error) {
    // The same group declared by another process at this moment: the first one counts.
    if (!isUniqueViolation(error, 'incident_origin')) throw error;
    return attempt();
  }
}

async function declare(tx: Tx, command: Declaration, { known, number }: Place): Promise<Incident> {
  if (known !== null) return requireIncident(tx, known, false);
  const decision = decide(null, commandOf(tx.ctx, command), tx.now.toISOString());
  if (!decision.ok) throw refused(decision);
  return append(tx, null, { id: `INC-${number}`, events: decision.events });
}

function declarationOf(input: DeclareIncident, fieldMarshal: PersonRef | null): Declaration {
  return {
    type: 'declare',
    title: input.title.trim().slice(0, titleLengthMax) || 'Untitled incident',
    summary: input.summary ?? '',
    severity: input.severity ?? null,
    product: input.product ?? null,
    environment: input.environment ?? null,
    escalationPolicy: input.escalationPolicy ?? null,
    drill: input.drill ?? false,
    private: input.private ?? false,
    origin: input.origin ?? null,
    alertCount: input.alertCount ?? 0,
    fieldMarshal,
    teams: input.teams ?? [],
    alerts: input.alerts ?? [],
  };
}

function self(ctx: Ctx): PersonRef {
  const { person, name } = whoOf(ctx.actor);
  if (person === null) throw new AppError('refused', 'Only a person can lead an incident.');
  return { person, name };
}

function namesOf({ product, environment, escalationPolicy, teams = [] }: DeclareIncident) {
  return {
    product: { kind: 'Product', name: product ?? null },
    environment: { kind: 'Environment', name: environment ?? null },
    escalationPolicy: { kind: 'EscalationPolicy', name: escalationPolicy ?? null },
    ...Object.fromEntries(teams.map((name, index) => [`teams[${index}]`, { kind: 'Team' as const, name }])),
  } as const;
}
