import { actorName } from '@fieldmarshal/contract';
import type { newOverride, OverrideView } from '@fieldmarshal/contract/oncall/overrides';
import type { z } from 'zod';
import type { Catalog } from '#catalog';
import { readContacts, type Contacts } from '#delivery';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { holes } from '../core/shifts.ts';
import { newId } from '../ids.ts';
import { readRoster, rosterChanged } from '../roster/read-roster.ts';
import {
  mayManage,
  mustFindPerson,
  mustFindSchedule,
  personOf,
  refusal,
  type Schedule,
} from '../schedules/owners.ts';
import { spanText, tell } from '../schedules/tell.ts';
import { comingMax, countComing, insertOverride } from './override-store.ts';
import { refuseUnqualified } from '../roster/unqualified.ts';
import { overrideView } from './list-overrides.ts';

type NewOverride = z.output<typeof newOverride>;

/**
 * Changes who is on for a time, beside the schedule's own rules. People change what concerns themselves; a lead and the owning team
 * change it for anybody. What has been stays: a start in the past counts from now, and the notice says so.
 */
export async function makeOverride(
  ctx: Ctx,
  input: NewOverride,
): Promise<{ override: OverrideView; notice: string | null }> {
  permit(ctx, 'oncall.override');
  const catalog = await readRoster(ctx.env);
  const schedule = mustFindSchedule(catalog, input.name);
  mustFindPerson(catalog, input.user, 'user');
  if (input.replaces !== undefined) mustFindPerson(catalog, input.replaces, 'replaces');
  mayOverride(ctx, { catalog, schedule, input });
  if (input.kind === 'take' || input.kind === 'replace')
    await refuseUnqualified(ctx.env.databases[ctx.pool], catalog, {
      schedule: schedule.name,
      person: input.user,
    });
  const contacts = await readContacts(ctx.env);
  return inTransaction(ctx, async (tx) => {
    const now = tx.now.getTime();
    if (Date.parse(input.end) <= now)
      throw refusal('end', 'is in the past. Who was on then is on record and stays as it was.');
    if ((await countComing(tx, schedule.name)) >= comingMax)
      throw new AppError('refused', `This schedule has ${comingMax} overrides to come; withdraw some first.`);
    const start = new Date(Math.max(Date.parse(input.start), now)).toISOString();
    const { kind, user, replaces, end, why } = input;
    const stored = await insertOverride(tx, {
      id: newId('OV'),
      schedule: schedule.name,
      kind,
      user,
      replaces: kind === 'replace' ? replaces : undefined,
      start,
      end,
      why,
      source: 'hand',
      origin: null,
      madeBy: actorName(ctx.actor),
      madeByPerson: personOf(ctx.actor),
    });
    audit(tx, {
      action: 'schedule.override-made',
      subject: `Schedule/${schedule.name}`,
      after: { id: stored.id, kind, user, replaces, start, end, why },
    });
    await tellAffected(tx, { catalog, contacts, schedule, id: stored.id, input: { ...input, start } });
    rosterChanged(tx);
    return {
      override: overrideView(stored, { ctx, catalog, schedule }),
      notice: noticeOf(schedule, { ...input, start }, Date.parse(input.start) < now),
    };
  });
}

interface About {
  readonly catalog: Catalog;
  readonly schedule: Schedule;
  readonly input: NewOverride;
}

function mayOverride(ctx: Ctx, { catalog, schedule, input: { kind, user, replaces } }: About): void {
  const self = personOf(ctx.actor);
  const concernsSelf = self !== null && (user === self || (kind === 'replace' && replaces === self));
  if (concernsSelf || mayManage(ctx, catalog, schedule)) return;
  throw new AppError(
    'forbidden',
    'You can change your own shifts, or take over those of others. For anybody else ask a lead or the team that owns this schedule.',
  );
}

function noticeOf(schedule: Schedule, input: NewOverride, startsInPast: boolean): string | null {
  const span = { from: Date.parse(input.start), to: Date.parse(input.end) };
  const { kind, user, replaces, start, end } = input;
  const overrides = [...schedule.spec.overrides, { kind, user, start, end, replaces }];
  const before = holes(schedule.spec, span).length;
  const after = holes({ ...schedule.spec, overrides }, span).length;
  const notices = [
    startsInPast ? 'It counts from now; who was on before stays as it was.' : '',
    after > before ? 'Nobody of the rota is on for part of that time now: find somebody.' : '',
  ].filter((text) => text !== '');
  return notices.length === 0 ? null : notices.join(' ');
}

async function tellAffected(
  tx: Tx,
  { catalog, contacts, schedule, id, input }: About & { id: string; contacts: Contacts },
): Promise<void> {
  const by = actorName(tx.ctx.actor);
  const self = personOf(tx.ctx.actor);
  const title = schedule.spec.displayName ?? schedule.name;
  const words = { take: 'are the only one', replace: 'are', add: 'are also', remove: 'are not' }[input.kind];
  const affected = [input.user, input.replaces].filter((name) => name !== undefined && name !== self);
  for (const name of affected) {
    if (name === undefined) continue;
    const text =
      name === input.user
        ? `You ${words} on call`
        : `${displayNameOf(catalog, input.user)} is on instead of you`;
    await tell(tx, {
      catalog,
      contacts,
      people: [name],
      key: id,
      subject: `${title}: changed by ${by}`,
      lines: [`${text} for ${title}, ${spanText(catalog, name, input)}.`, `${by}: ${input.why}`],
      path: '/me/shifts',
    });
  }
}

function displayNameOf(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}
