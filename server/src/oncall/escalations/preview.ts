import type { WalkPreview, walkPreviewInput } from '@fieldmarshal/contract/oncall/walk-preview';
import type { z } from 'zod';
import type { Catalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import type { Effect, Ring, ShadowRing } from '../core/escalation/machine.ts';
import { rehearse } from '../core/escalation/rehearse.ts';
import { readDirectory } from '../roster/read-roster.ts';
import { worldOf } from '../roster/roster.ts';
import { displayName } from '../roster/who-is-on-call.ts';
import { snapshot } from './policy.ts';
import { turnsNow } from './turns.ts';

const momentsMax = 500;

type Input = z.output<typeof walkPreviewInput>;

/** Who would be paged, minute by minute, by the machine that also pages. Changes nothing and takes no turn. */
export async function previewEscalation(ctx: Ctx, input: Input): Promise<WalkPreview> {
  permit(ctx, 'oncall.read');
  const { catalog, contacts } = await readDirectory(ctx.env);
  const policy = policyOf(catalog, input);
  const turns = new Map(
    [...(await turnsNow(ctx.env.databases[ctx.pool], policy))].map(([group, taken]) => [
      group,
      new Map(taken),
    ]),
  );
  const at = input.at === undefined ? ctx.env.clock.now().getTime() : Date.parse(input.at);
  const { moments, variant, endsAt, cut } = rehearse({
    policy,
    severity: input.severity,
    at,
    worldAt: (now) => worldOf({ catalog, contacts }, new Date(now), turns),
    momentsMax,
    onRing: (ring) => takeTurn(turns, ring),
  });
  return {
    at: iso(at),
    severity: input.severity,
    variant,
    moments: moments.map(({ at: then, step, round, effects }) => ({
      at: iso(then),
      afterMinutes: Math.round((then - at) / 600) / 100,
      step: step === null ? null : step + 1,
      round: round + 1,
      rings: effects.filter(isRing).map(({ person, channel, why }) => ({
        person,
        displayName: displayName(catalog, person),
        channel,
        why,
      })),
      words: effects.flatMap((effect) => (isRing(effect) ? [] : [effect.why])),
    })),
    endsAt: iso(endsAt),
    cut,
  };
}

function policyOf(catalog: Catalog, { policy, spec }: Input) {
  if (spec !== undefined) return snapshot(null, spec);
  const found = policy === undefined ? undefined : catalog.get('EscalationPolicy', policy);
  if (!found) throw notFound(`Escalation policy ${policy ?? ''}`);
  return snapshot(found.name, found.spec);
}

/** Round-robin groups go on within the walk as they would on the database. */
function takeTurn(turns: Map<string, Map<string, number>>, { turnOf, person }: Ring): void {
  if (turnOf === null) return;
  const taken = turns.get(turnOf) ?? new Map<string, number>();
  turns.set(turnOf, taken.set(person, Math.max(0, ...taken.values()) + 1));
}

function isRing(effect: Effect): effect is Ring | ShadowRing {
  return effect.kind === 'ring' || effect.kind === 'shadow-ring';
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
