import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Catalog } from '#catalog';
import { tokenHash } from '#delivery';
import { systemCtx, type Ctx, type Env } from '#platform';
import type { Shift, Span } from '../core/shifts.ts';
import { shiftsOver } from '../history/shifts-over.ts';
import { readRoster } from '../roster/read-roster.ts';
import type { Schedule } from '../schedules/owners.ts';
import { personName } from '../schedules/wire.ts';
import { calendarText, type CalendarEvent } from './calendar-text.ts';
import { ownShifts } from './own-shifts.ts';

const params = z.object({ file: z.string().max(200) });
const dayMs = 86_400_000;
const behindDays = 31;
const aheadDays = 365;

/** `/calendar/{secret}.ics`: whoever holds the address reads that calendar and nothing else; a wrong one tells nothing. */
export async function calendarPlugin(app: FastifyInstance, env: Env): Promise<void> {
  app.get('/calendar/:file', async (request, reply) => {
    const secret = /^([\w-]{43})\.ics$/.exec(params.parse(request.params).file)?.[1];
    const text = secret === undefined ? null : await calendarOf(env, secret);
    reply.headers({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    if (text === null)
      return reply
        .status(404)
        .type('text/plain; charset=utf-8')
        .send('There is no calendar at this address.\n');
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
    reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
    if (isKnown(request.headers['if-none-match'], tag)) return reply.status(304).send();
    return reply
      .header('content-disposition', 'inline; filename="on-call.ics"')
      .type('text/calendar; charset=utf-8')
      .send(text);
  });
}

function isKnown(header: string | undefined, tag: string): boolean {
  const tags = header?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(tag) || tags.includes('*');
}

async function calendarOf(env: Env, secret: string): Promise<string | null> {
  const ctx = systemCtx(env, 'calendar', 'web');
  const feed = await env.databases.web
    .selectFrom('calendar_feed')
    .select(['id', 'kind', 'name', 'read_at'])
    .where('token_hash', '=', tokenHash(secret))
    .executeTakeFirst();
  if (!feed) return null;
  const catalog = await readRoster(env);
  const now = env.clock.now();
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const person = feed.kind === 'person' ? feed.name : null;
  const schedule = person === null ? catalog.get('Schedule', feed.name) : undefined;
  if (person === null ? !schedule : !catalog.get('Person', person)) return null;
  const schedules = schedule ? [schedule] : catalog.list('Schedule');
  const lists = await Promise.all(
    schedules.map(async (each) => eventsOf(ctx, { catalog, schedule: each, person, today })),
  );
  if (feed.read_at === null || now.getTime() - feed.read_at.getTime() > dayMs)
    await env.databases.web
      .updateTable('calendar_feed')
      .set({ read_at: now })
      .where('id', '=', feed.id)
      .execute();
  const title = schedule ? (schedule.spec.displayName ?? schedule.name) : personName(catalog, person ?? '');
  return calendarText({
    name: `On call: ${title}`,
    events: lists.flat().toSorted((a, b) => a.from - b.from),
    stamp: new Date(today),
  });
}

interface EventsOf {
  readonly catalog: Catalog;
  readonly schedule: Schedule;
  readonly person: string | null;
  readonly today: number;
}

async function eventsOf(ctx: Ctx, { catalog, schedule, person, today }: EventsOf): Promise<CalendarEvent[]> {
  const span = { from: today - behindDays * dayMs, to: today + aheadDays * dayMs };
  const title = schedule.spec.displayName ?? schedule.name;
  const { shifts } = await shiftsOver(ctx, schedule, span);
  const names = ({ people }: Shift) => people.map((name) => personName(catalog, name)).join(', ');
  // A shift that is cut off by the calendar's edge keeps its name while the edge moves.
  const uid = (from: number) => `${schedule.name}.${from === span.from ? 'ongoing' : from}@fieldmarshal`;
  if (person === null)
    return shifts
      .filter(({ people }) => people.length > 0)
      .map((shift) => ({
        uid: uid(shift.from),
        from: shift.from,
        to: shift.to,
        summary: `${title}: ${names(shift)}`,
        description: `On call: ${names(shift)}`,
      }));
  return ownShifts(shifts, person).map(({ from, to, stretches }) => ({
    uid: uid(from),
    from,
    to,
    summary: `On call: ${title}`,
    description: stretches
      .filter(({ people }) => people.length > 1)
      .map((stretch) =>
        stretches.length === 1 ? `On call: ${names(stretch)}` : `${hours(stretch)}: ${names(stretch)}`,
      )
      .join('\n'),
  }));
}

/** From when to when, for a reader whose zone is not known. */
function hours({ from, to }: Span): string {
  return (
    [from, to].map((at) => new Date(at).toISOString().slice(0, 16).replace('T', ' ')).join(' to ') + ' UTC'
  );
}
