import { z } from 'zod';
import type {
  Draft,
  Item,
  Note,
  OverrideDraft,
  PersonDraft,
  RenderedShift,
  ScheduleDraft,
} from '../core/draft.ts';
import { readEach, unknownFields, zoneOrNull } from '../core/reading.ts';
import type { Dump, Window } from '../source.ts';
import { readChain } from './chains.ts';
import {
  chain,
  finalShift,
  integration,
  onCallShift,
  schedule,
  step,
  team,
  user,
  type OnCallShift,
  type Schedule,
} from './shape.ts';
import { readShift, type ReadShift } from './shifts.ts';

/** As many as a schedule holds. */
const overridesMax = 5_000;

export function readGrafanaOnCall(dump: Dump, window: Window): Draft {
  const left: (Item & { kind: string })[] = [];
  const broken = (kind: string) => (id: string, name: string, why: string) =>
    left.push({ kind, id, name, notes: [{ field: '', outcome: 'lost', why }] });
  const under = (field: string, id: string): unknown =>
    z.record(z.string(), z.unknown()).catch({}).parse(dump[field])[id];
  const users = readEach(dump['users'], user, broken('user'));
  const shifts = new Map(
    readEach(dump['on_call_shifts'], onCallShift, broken('on-call shift')).map((each) => [each.id, each]),
  );
  const steps = readEach(dump['escalation_policies'], step, broken('escalation policy'));
  for (const { id, name, type } of readEach(dump['integrations'], integration, broken('integration')))
    left.push({
      kind: 'integration',
      id,
      name: name ?? id,
      notes: [
        {
          field: '',
          outcome: 'lost',
          why: `its key and routes stay in Grafana OnCall (type ${type ?? ''}): make an integration under Admin and a Route for it`,
        },
      ],
    });
  return {
    people: users.map(readUser),
    teams: readEach(dump['teams'], team, broken('team')).map((each) => ({
      id: each.id,
      name: each.name,
      members: users.filter(({ teams }) => teams?.includes(each.id)).map(({ id }) => id),
      policy: null,
      notes: unknownFields(each, ['id', 'name', 'grafana_id', 'email', 'avatar_url']),
    })),
    schedules: readEach(dump['schedules'], schedule, broken('schedule')).map((each) =>
      readSchedule(each, { shifts, window, rendered: under('final_shifts', each.id) }),
    ),
    policies: readEach(dump['escalation_chains'], chain, broken('escalation chain')).map((each) =>
      readChain(
        each,
        steps.filter((one) => one.escalation_chain_id === each.id),
      ),
    ),
    services: [],
    left,
  };
}

function readUser(given: z.output<typeof user>): PersonDraft {
  const notes: Note[] = unknownFields(given, [
    'id',
    'grafana_id',
    'email',
    'username',
    'name',
    'timezone',
    'teams',
    'role',
    'slack',
    'avatar_url',
    'is_phone_number_verified',
  ]);
  if (given.is_phone_number_verified === true)
    notes.push({
      field: 'phone number',
      outcome: 'lost',
      why: 'the API does not tell numbers; add it under Your account',
    });
  notes.push({
    field: 'personal notification rules',
    outcome: 'lost',
    why: 'they are not read; set them under Your account',
  });
  return {
    id: given.id,
    name: given.name || given.username,
    email: given.email,
    timeZone: zoneOrNull(given.timezone),
    contactMethods: [],
    notes,
  };
}

interface Around {
  readonly shifts: ReadonlyMap<string, OnCallShift>;
  readonly rendered: unknown;
  readonly window: Window;
}

function readSchedule(given: Schedule, { shifts, rendered, window }: Around): ScheduleDraft {
  const notes: Note[] = unknownFields(given, [
    'id',
    'name',
    'type',
    'team_id',
    'time_zone',
    'shifts',
    'slack',
    'on_call_now',
    'enable_web_overrides',
    'ical_url_primary',
    'ical_url_overrides',
  ]);
  const final = Array.isArray(rendered)
    ? readEach(rendered, finalShift, () => undefined).map((each) => ({
        user: each.user_pk,
        start: each.shift_start,
        end: each.shift_end,
      }))
    : null;
  const timeZone = given.time_zone ?? 'Etc/UTC';
  const { id, name, team_id: owner } = given;
  const head = { id, name, owner, timeZone, rendered: final, renderedBy: 'source' } as const;
  if (given.type === 'ical') return { ...head, ...fixedShifts(final ?? [], notes), notes };
  if (given.ical_url_overrides)
    notes.push({
      field: 'ical_url_overrides',
      outcome: 'lost',
      why: 'the calendar of overrides is not read',
    });
  const found = readShifts(given, shifts, { notes, final: final ?? [], window });
  const turns = found.filter(({ layer }) => layer !== null && (layer.end ?? window.to) > window.from);
  const levels = new Set(turns.map(({ level }) => level));
  const layers = found.toSorted((a, b) => a.level - b.level).flatMap(({ layer }) => layer ?? []);
  if (levels.size > 1 && levels.size < turns.length)
    notes.push({
      field: 'shifts.level',
      outcome: 'changed',
      why: 'shifts of one level are all on there; here the later one wins where levels are mixed',
    });
  return {
    ...head,
    combine: levels.size > 1 ? 'precedence' : 'union',
    layers,
    overrides: found.flatMap(({ overrides }) => overrides),
    notes,
  };
}

/** A calendar feed has no rules; who is on is carried over as it stands. */
function fixedShifts(
  final: readonly RenderedShift[],
  notes: Note[],
): Pick<ScheduleDraft, 'combine' | 'layers' | 'overrides'> {
  const overrides = final.slice(0, overridesMax).map(({ user: who, start, end }): OverrideDraft => ({
    kind: 'add',
    user: who,
    start: iso(start),
    end: iso(end),
  }));
  const why = `a calendar has no rules: its ${overrides.length} shifts of the next 52 weeks came over as they are, and end there`;
  notes.push({ field: 'ical_url_primary', outcome: 'changed', why });
  return { combine: 'union', layers: [], overrides };
}

function readShifts(
  given: Schedule,
  shifts: ReadonlyMap<string, OnCallShift>,
  around: Pick<Parameters<typeof readShift>[1], 'notes' | 'final' | 'window'>,
): ReadShift[] {
  const { notes } = around;
  return (given.shifts ?? []).flatMap((id, index) => {
    const field = `shifts[${index}] ${shifts.get(id)?.name ?? id}`;
    const shift = shifts.get(id);
    // Schedules made on the web count in UTC; others in their own zone.
    const zone = shift?.time_zone ?? (given.type === 'web' ? 'Etc/UTC' : (given.time_zone ?? 'Etc/UTC'));
    if (shift === undefined) notes.push({ field, outcome: 'lost', why: 'the shift does not exist any more' });
    else if (zoneOrNull(zone) === null)
      notes.push({ field: `${field}.time_zone`, outcome: 'lost', why: `"${zone}" is no IANA zone` });
    else return [readShift(shift, { zone, field, ...around })];
    return [];
  });
}

function iso(text: string): string {
  return new Date(text).toISOString();
}
