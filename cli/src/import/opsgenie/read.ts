import type { ContactMethod } from '@fieldmarshal/contract/delivery/contact-method';
import { z } from 'zod';
import type {
  Draft,
  Item,
  Note,
  OverrideDraft,
  PersonDraft,
  PolicyDraft,
  RenderedShift,
  ScheduleDraft,
  TargetDraft,
} from '../core/draft.ts';
import { phoneOf, readEach, uniqueMethods, unknownFields, zoneOrNull } from '../core/reading.ts';
import type { Dump, Window } from '../source.ts';
import { evaluate } from '../core/evaluate.ts';
import { readRotation, statedRotation } from './rotations.ts';
import {
  contact,
  escalation,
  override,
  schedule,
  service,
  team,
  teamDetail,
  timeline,
  user,
  type Recipient,
} from './shape.ts';

export function readOpsgenie(dump: Dump, window: Window): Draft {
  const left: (Item & { kind: string })[] = [];
  const broken = (kind: string) => (id: string, name: string, why: string) =>
    left.push({ kind, id, name, notes: [{ field: '', outcome: 'lost', why }] });
  const under = (field: string, id: string): unknown =>
    z.record(z.string(), z.unknown()).catch({}).parse(dump[field])[id];
  const users = readEach(dump['users'], user, broken('user'));
  const teams = readEach(dump['teams'], team, broken('team'));
  const membersOf = (id: string): string[] =>
    (teamDetail.catch({}).parse(under('teamDetails', id)).members ?? []).map((each) => each.user.id);
  const peopleOf = ({ type, id, username, name }: Recipient): string[] => {
    if (type === 'user')
      return users
        .filter((each) => each.id === id || each.username === username)
        .map((each) => each.id)
        .slice(0, 1)
        .concat(id && !users.some((each) => each.id === id || each.username === username) ? [id] : []);
    if (type !== 'team') return [];
    const found = teams.find((each) => each.id === id || each.name === name);
    return found ? membersOf(found.id) : [];
  };
  const escalations = readEach(dump['escalations'], escalation, broken('escalation'));
  const policyOf = new Map(
    escalations.toReversed().flatMap(({ id, ownerTeam }) => (ownerTeam ? [[ownerTeam.id, id] as const] : [])),
  );
  const refused = z.looseObject({ refused: z.string() }).safeParse(dump['services']);
  if (refused.success) broken('service')('all', 'all of them', `not told: ${refused.data.refused}`);
  return {
    people: users.map((each) =>
      readUser(
        each,
        readEach(under('contacts', each.id), contact, () => undefined),
      ),
    ),
    teams: teams.map((each) => ({
      id: each.id,
      name: each.name,
      members: membersOf(each.id),
      policy: policyOf.get(each.id) ?? null,
      notes: unknownFields(each, ['id', 'name', 'description', 'links']),
    })),
    schedules: readEach(dump['schedules'], schedule, broken('schedule')).map((each) =>
      readSchedule(each, {
        peopleOf,
        window,
        overrides: readEach(under('overrides', each.id), override, broken('override')),
        rendered: timeline.safeParse(under('timelines', each.id)).data ?? null,
      }),
    ),
    policies: escalations.map((each) => readEscalation(each)),
    services: readEach(refused.success ? [] : dump['services'], service, broken('service')).map((each) => ({
      id: each.id,
      name: each.name,
      description: each.description ?? '',
      owner: each.teamId ?? null,
      policy: policyOf.get(each.teamId ?? '') ?? null,
      notes: unknownFields(each, [
        'id',
        'name',
        'description',
        'teamId',
        'tags',
        'links',
        'isExternal',
        'visibility',
      ]),
    })),
    left,
  };
}

function readUser(given: z.output<typeof user>, contacts: readonly z.output<typeof contact>[]): PersonDraft {
  const notes: Note[] = unknownFields(given, [
    'id',
    'username',
    'fullName',
    'timeZone',
    'role',
    'locale',
    'blocked',
    'verified',
    'createdAt',
    'userAddress',
    'skypeUsername',
    'details',
    'tags',
    'invitationDisabled',
    'mutedUntil',
    'links',
  ]);
  const methods = contacts.flatMap(({ method, contactMethod: named, to }, index): ContactMethod[] => {
    const kind = method ?? named ?? '';
    const number = phoneOf(to.replace(/^(\d+)-/, '+$1'));
    if (kind === 'email') return [{ channel: 'email', address: to }];
    if (kind === 'sms' && number !== null) return [{ channel: 'sms', number }];
    if (kind === 'voice' && number !== null) return [{ channel: 'voice', number }];
    notes.push({
      field: `contacts[${index}]`,
      outcome: 'lost',
      why: `${kind} "${to}" has no counterpart, or is no complete number`,
    });
    return [];
  });
  if (given['blocked'] === true)
    notes.push({
      field: 'blocked',
      outcome: 'lost',
      why: 'the user is blocked there; here they can be paged',
    });
  notes.push({
    field: 'notificationRules',
    outcome: 'lost',
    why: 'personal notification rules are not read; set them under Your account',
  });
  return {
    id: given.id,
    name: given.fullName || given.username,
    email: given.username,
    timeZone: zoneOrNull(given.timeZone),
    contactMethods: uniqueMethods(methods),
    notes,
  };
}

interface Around {
  readonly peopleOf: (recipient: Recipient) => string[];
  readonly overrides: readonly z.output<typeof override>[];
  readonly rendered: z.output<typeof timeline> | null;
  readonly window: Window;
}

function readSchedule(
  given: z.output<typeof schedule>,
  { peopleOf, overrides, rendered, window }: Around,
): ScheduleDraft {
  const notes: Note[] = unknownFields(given, [
    'id',
    'name',
    'description',
    'timezone',
    'enabled',
    'ownerTeam',
    'rotations',
  ]);
  if (given.enabled === false)
    notes.push({
      field: 'enabled',
      outcome: 'changed',
      why: 'the schedule is switched off there; here it is on',
    });
  const rotations = given.rotations ?? [];
  const layers = rotations.flatMap((each, index) =>
    readRotation(each, { field: `rotations[${index}]`, notes, peopleOf }),
  );
  const made = overrides.flatMap((each, index): OverrideDraft[] => {
    const [person] = peopleOf(each.user);
    const span = { start: iso(each.startDate), end: iso(each.endDate) };
    if (person === undefined) {
      notes.push({
        field: `overrides[${index}]`,
        outcome: 'lost',
        why: 'whoever takes over is not among the users',
      });
      return [];
    }
    const named = each.rotations ?? [];
    const isPart = named.length > 0 && named.length < rotations.length;
    if (!isPart) return [{ kind: 'take', user: person, ...span }];
    notes.push({
      field: `overrides[${index}]`,
      outcome: 'changed',
      why: 'it is for some rotations only: here it replaces the people of these, wherever they are on',
    });
    const ids = new Set(named.map(({ id, name }) => id ?? name));
    const replaced = rotations
      .filter(({ id, name }) => ids.has(id) || ids.has(name))
      .flatMap(({ participants }) => participants.flatMap(peopleOf));
    return [...new Set(replaced)]
      .filter((other) => other !== person)
      .map((other) => ({ kind: 'replace', user: person, replaces: other, ...span }));
  });
  const shifts = rendered?.finalTimeline.rotations.flatMap(({ periods }) =>
    (periods ?? []).flatMap(({ startDate, endDate, recipient: who }): RenderedShift[] =>
      who ? peopleOf(who).map((id) => ({ user: id, start: startDate, end: endDate })) : [],
    ),
  );
  return {
    id: given.id,
    name: given.name,
    description: given.description,
    owner: given.ownerTeam?.id,
    timeZone: given.timezone,
    combine: 'union',
    layers,
    overrides: made,
    rendered: shifts ?? stated(given, { made, peopleOf, window }),
    renderedBy: shifts === undefined ? 'rules' : 'source',
    notes,
  };
}

interface StatedBy extends Pick<Around, 'peopleOf' | 'window'> {
  readonly made: readonly OverrideDraft[];
}

/** Who is on by the rules as Opsgenie states them, for exports that do not say; null where an override is for a part only. */
function stated(
  { timezone, rotations }: z.output<typeof schedule>,
  { made, peopleOf, window }: StatedBy,
): RenderedShift[] | null {
  if (zoneOrNull(timezone) === null || made.some(({ kind }) => kind !== 'take')) return null;
  const span = { from: Date.parse(window.from), to: Date.parse(window.to) };
  const turns = (rotations ?? []).flatMap((each) => statedRotation(each, peopleOf) ?? []);
  return evaluate({ timeZone: timezone, combine: 'union', turns, takes: made }, span);
}

/** After how long the chain begins again where nothing says so. */
const lastStepMinutes = 5;
const unitMinutes: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1_440 };

function readEscalation(given: z.output<typeof escalation>): PolicyDraft {
  const notes: Note[] = unknownFields(given, ['id', 'name', 'description', 'ownerTeam', 'rules', 'repeat']);
  const byDelay = new Map<number, TargetDraft[]>();
  for (const [index, { delay, recipient: who, condition, notifyType }] of given.rules.entries()) {
    const field = `rules[${index}]`;
    const minutes = delay.timeAmount * (unitMinutes[delay.timeUnit ?? 'minutes'] ?? 1);
    if (condition === 'if-not-closed')
      notes.push({
        field: `${field}.condition`,
        outcome: 'changed',
        why: 'here a step follows only until somebody acknowledges',
      });
    if (notifyType && notifyType !== 'default')
      notes.push({
        field: `${field}.notifyType`,
        outcome: 'changed',
        why: `"${notifyType}" became whoever is on call, or the whole team`,
      });
    const kind =
      who.type === 'user' ? 'person' : who.type === 'schedule' || who.type === 'team' ? who.type : null;
    if (kind === null || !who.id)
      notes.push({
        field: `${field}.recipient`,
        outcome: 'lost',
        why: `a recipient of type ${who.type} cannot be paged by a step here`,
      });
    const targets = kind === null || !who.id ? [] : [{ kind, id: who.id } as const];
    byDelay.set(minutes, [...(byDelay.get(minutes) ?? []), ...targets]);
  }
  const delays = [...byDelay.keys()].toSorted((a, b) => a - b);
  const first = delays[0] ?? 0;
  if (first > 0)
    notes.push({
      field: 'rules[0].delay',
      outcome: 'changed',
      why: `the first step comes at once here, after ${first} min before`,
    });
  const wait = given.repeat?.waitInterval ?? 0;
  const count = given.repeat?.count ?? 0;
  if (count === 0)
    notes.push({
      field: 'rules',
      outcome: 'changed',
      why: `the last step has ${lastStepMinutes} min before the fallback is paged; before, nothing followed`,
    });
  const steps = delays.map((delay, index) => ({
    targets: byDelay.get(delay) ?? [],
    minutes: (delays[index + 1] ?? delay + (wait > 0 ? wait : lastStepMinutes)) - delay,
  }));
  const { id, name, description, ownerTeam } = given;
  return { id, name, description, owner: ownerTeam?.id, steps, repeat: count, notes };
}

function iso(text: string): string {
  return new Date(text).toISOString();
}
