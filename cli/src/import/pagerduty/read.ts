import { z } from 'zod';
import type { ContactMethod } from '@fieldmarshal/contract/delivery/contact-method';
import { differences } from '../core/difference.ts';
import type {
  Draft,
  Item,
  Note,
  OverrideDraft,
  PersonDraft,
  PolicyDraft,
  RenderedShift,
  ScheduleDraft,
  ServiceDraft,
  TargetDraft,
} from '../core/draft.ts';
import { pooled, poolOf } from '../core/pool.ts';
import { phoneOf, readEach, uniqueMethods, unknownFields, zoneOrNull } from '../core/reading.ts';
import type { Dump, Window } from '../source.ts';
import { evaluate } from '../core/evaluate.ts';
import { readLayer, statedLayer } from './layers.ts';
import {
  entry,
  member,
  ownFields,
  policy,
  schedule,
  service,
  team,
  user,
  type PagerDutySchedule,
} from './shape.ts';

export function readPagerDuty(dump: Dump, window: Window): Draft {
  const left: (Item & { kind: string })[] = [];
  const broken = (kind: string) => (id: string, name: string, why: string) =>
    left.push({ kind, id, name, notes: [{ field: '', outcome: 'lost', why }] });
  const under = (field: string, id: string): unknown =>
    z.record(z.string(), z.unknown()).catch({}).parse(dump[field])[id];
  const policies = readEach(dump['escalation_policies'], policy, broken('escalation policy')).map(readPolicy);
  const policyOfTeam = new Map(
    readEach(dump['escalation_policies'], policy, () => undefined)
      .flatMap(({ id, teams }) => (teams ?? []).map((each) => [each.id, id] as const))
      .toReversed(),
  );
  return {
    people: readEach(dump['users'], user, broken('user')).map(readUser),
    teams: readEach(dump['teams'], team, broken('team')).map((each) => ({
      id: each.id,
      name: each.name,
      members: readEach(under('members', each.id), member, broken('team member')).map((one) => one.user.id),
      policy: policyOfTeam.get(each.id) ?? null,
      notes: unknownFields(each, [...ownFields, 'description', 'parent', 'default_role']),
    })),
    schedules: readEach(dump['schedules'], schedule, broken('schedule')).map((each) =>
      readSchedule(each, {
        overrides: readEach(under('overrides', each.id), entry, broken('override')),
        rendered: under('rendered', each.id),
        window,
      }),
    ),
    policies,
    services: readEach(dump['services'], service, broken('service')).map(readService),
    left,
  };
}

function readUser(given: z.output<typeof user>): PersonDraft {
  const notes: Note[] = unknownFields(given, [
    ...ownFields,
    'email',
    'time_zone',
    'color',
    'avatar_url',
    'contact_methods',
    'role',
    'description',
    'invitation_sent',
    'job_title',
    'locale',
  ]);
  const methods: ContactMethod[] = [];
  for (const [index, { type, address, country_code: country }] of (given.contact_methods ?? []).entries()) {
    const field = `contact_methods[${index}]`;
    const number = phoneOf(address ?? '', country ?? undefined);
    if (type === 'email_contact_method' && z.email().safeParse(address).success)
      methods.push({ channel: 'email', address: address ?? '' });
    else if (type === 'phone_contact_method' && number !== null) methods.push({ channel: 'voice', number });
    else if (type === 'sms_contact_method' && number !== null) methods.push({ channel: 'sms', number });
    else if (type === 'push_notification_contact_method')
      notes.push({ field, outcome: 'lost', why: 'push is set up anew on each device, under Your account' });
    else
      notes.push({
        field,
        outcome: 'lost',
        why: `${type} "${address ?? ''}" has no counterpart, or is no complete number`,
      });
  }
  if (given.time_zone && zoneOrNull(given.time_zone) === null)
    notes.push({ field: 'time_zone', outcome: 'lost', why: `"${given.time_zone}" is no IANA zone` });
  notes.push({
    field: 'notification_rules',
    outcome: 'lost',
    why: 'personal notification rules are not read; set them under Your account',
  });
  return {
    id: given.id,
    name: given.name,
    email: given.email,
    timeZone: zoneOrNull(given.time_zone),
    contactMethods: uniqueMethods(methods),
    notes,
  };
}

interface Around {
  readonly overrides: readonly z.output<typeof entry>[];
  readonly rendered: unknown;
  readonly window: Window;
}

function readSchedule(given: PagerDutySchedule, { overrides, rendered, window }: Around): ScheduleDraft {
  const notes: Note[] = unknownFields(given, [
    ...ownFields,
    'description',
    'time_zone',
    'schedule_layers',
    'overrides_subschedule',
    'final_schedule',
    'users',
    'teams',
    'escalation_policies',
    'personal',
    'web_cal_url',
    'http_cal_url',
    'next_oncall_for_user',
  ]);
  const layers = given.schedule_layers.flatMap((each, index) => {
    const read = readLayer(each, `schedule_layers[${index}]`);
    notes.push(...read.notes);
    return read.layer ?? [];
  });
  const shifts: RenderedShift[] | null = Array.isArray(rendered)
    ? readEach(rendered, entry, () => undefined).map(({ user: who, start, end }) => ({
        user: who.id,
        start,
        end,
      }))
    : null;
  const taken = overrides.map(({ user: who, start, end }): OverrideDraft => ({
    kind: 'take',
    user: who.id,
    start: iso(start),
    end: iso(end),
  }));
  const draft = { timeZone: given.time_zone, combine: 'precedence', overrides: taken } as const;
  return {
    id: given.id,
    name: given.name,
    description: given.description,
    owner: ownerOf(given.teams, notes),
    ...draft,
    layers: inOrder(layers, { draft, shifts, window }),
    rendered: shifts ?? stated(given, taken, window),
    renderedBy: shifts === null ? 'rules' : 'source',
    notes,
  };
}

/** Who is on by the rules as PagerDuty states them, for exports that do not say. */
function stated(
  given: PagerDutySchedule,
  taken: readonly OverrideDraft[],
  window: Window,
): RenderedShift[] | null {
  if (zoneOrNull(given.time_zone) === null) return null;
  const span = { from: Date.parse(window.from), to: Date.parse(window.to) };
  const turns = given.schedule_layers.map(statedLayer).toReversed();
  return evaluate({ timeZone: given.time_zone, combine: 'precedence', turns, takes: taken }, span);
}

interface Ordering {
  readonly draft: Pick<ScheduleDraft, 'timeZone' | 'combine' | 'overrides'>;
  readonly shifts: readonly RenderedShift[] | null;
  readonly window: Window;
}

/** The API lists the layer that wins first; an exported file may have kept the other order, and the source's own shifts tell. */
function inOrder(
  layers: ScheduleDraft['layers'],
  { draft, shifts, window }: Ordering,
): ScheduleDraft['layers'] {
  const reversed = layers.toReversed();
  if (shifts === null || layers.length < 2 || zoneOrNull(draft.timeZone) === null) return reversed;
  const span = { from: Date.parse(window.from), to: Date.parse(window.to) };
  const wrong = (order: ScheduleDraft['layers']): number =>
    differences(
      {
        timezone: draft.timeZone,
        combine: draft.combine,
        overrides: [...draft.overrides],
        fallback: [],
        layers: order.map((layer) => ({
          ...layer,
          participants: layer.participants.map((slot) => [...slot]),
        })),
      },
      shifts,
      span,
    ).length;
  return wrong(reversed) > 0 && wrong(layers) === 0 ? layers : reversed;
}

function readPolicy(given: z.output<typeof policy>): PolicyDraft {
  const notes: Note[] = unknownFields(given, [
    ...ownFields,
    'description',
    'escalation_rules',
    'num_loops',
    'teams',
    'services',
    'on_call_handoff_notifications',
  ]);
  if (given['on_call_handoff_notifications'])
    notes.push({
      field: 'on_call_handoff_notifications',
      outcome: 'lost',
      why: 'hand-off mails are not part of a policy here',
    });
  const { id, name, description, num_loops: loops } = given;
  const pools: ScheduleDraft[] = [];
  const steps = given.escalation_rules.map((rule, index) => {
    const field = `escalation_rules[${index}]`;
    const targets = targetsOf(rule.targets, `${field}.targets`, notes);
    const minutes = rule.escalation_delay_in_minutes;
    if (rule.escalation_rule_assignment_strategy?.type !== 'round_robin' || targets.length < 2)
      return { minutes, targets };
    const isOfPeople = targets.every(({ kind }) => kind === 'person');
    notes.push({
      field: `${field}.escalation_rule_assignment_strategy`,
      outcome: 'changed',
      why: isOfPeople
        ? pooled
        : 'turns between people and schedules do not exist here: all of them are paged at once',
    });
    if (!isOfPeople) return { minutes, targets };
    const pool = poolOf(
      given,
      index + 1,
      targets.map((target) => target.id),
    );
    pools.push(pool.schedule);
    return { minutes, targets: [pool.target] };
  });
  return {
    id,
    name,
    description,
    owner: ownerOf(given.teams, notes),
    steps,
    pools,
    repeat: loops ?? 0,
    notes,
  };
}

function targetsOf(
  given: z.output<typeof policy>['escalation_rules'][number]['targets'],
  field: string,
  notes: Note[],
): TargetDraft[] {
  return given.flatMap(({ id, type }): TargetDraft[] => {
    if (type.startsWith('user')) return [{ kind: 'person', id }];
    if (type.startsWith('schedule')) return [{ kind: 'schedule', id }];
    notes.push({ field, outcome: 'lost', why: `a target of type ${type} is not known` });
    return [];
  });
}

/** One team owns it here; of several the first. */
function ownerOf(
  teams: readonly { readonly id: string }[] | null | undefined,
  notes: Note[],
): string | undefined {
  const [first, ...others] = teams ?? [];
  if (others.length > 0)
    notes.push({
      field: 'teams',
      outcome: 'changed',
      why: `one team owns it here: the first of ${others.length + 1}`,
    });
  return first?.id;
}

function readService(given: z.output<typeof service>): ServiceDraft {
  const notes: Note[] = unknownFields(given, [
    ...ownFields,
    'description',
    'escalation_policy',
    'teams',
    'integrations',
    'status',
    'alert_creation',
    'addons',
  ]);
  for (const { summary } of given.integrations ?? [])
    notes.push({
      field: 'integrations',
      outcome: 'lost',
      why: `"${summary ?? ''}": its key stays in PagerDuty; make an integration under Admin and give its key to the sender`,
    });
  return {
    id: given.id,
    name: given.name,
    description: given.description ?? '',
    owner: given.teams?.[0]?.id ?? null,
    policy: given.escalation_policy?.id ?? null,
    notes,
  };
}

function iso(instant: string): string {
  return new Date(instant).toISOString();
}
