import type { ContactMethod } from '@fieldmarshal/contract/delivery/contact-method';
import type { z } from 'zod';
import type {
  Draft,
  Item,
  Note,
  OverrideDraft,
  PersonDraft,
  PolicyDraft,
  TargetDraft,
} from '../core/draft.ts';
import { phoneOf, readEach, uniqueMethods, unknownFields } from '../core/reading.ts';
import type { Dump, Window } from '../source.ts';
import { readTargets, readTemporary, rotationScheduleId, scheduleOfRotation } from './layers.ts';
import { policy, rotation, schedule, service, user, userOverride } from './shape.ts';

export function readGoAlert(dump: Dump, window: Window): Draft {
  const left: (Item & { kind: string })[] = [];
  const broken = (kind: string) => (id: string, name: string, why: string) =>
    left.push({ kind, id, name, notes: [{ field: '', outcome: 'lost', why }] });
  const rotations = new Map(
    readEach(dump['rotations'], rotation, broken('rotation')).map((each) => [each.id, each]),
  );
  const overrides = readEach(dump['userOverrides'], userOverride, broken('override'));
  const policies = readEach(dump['escalationPolicies'], policy, broken('escalation policy'));
  const pagedAlone = new Set(
    policies.flatMap(({ steps }) =>
      steps.flatMap(({ targets }) => targets.flatMap(({ id, type }) => (type === 'rotation' ? id : []))),
    ),
  );
  return {
    people: readEach(dump['users'], user, broken('user')).map(readUser),
    // GoAlert has no teams.
    teams: [],
    schedules: [
      ...readEach(dump['schedules'], schedule, broken('schedule')).map((each) => {
        const notes: Note[] = unknownFields(each, [
          'id',
          'name',
          'description',
          'timeZone',
          'targets',
          'temporarySchedules',
          'shifts',
        ]);
        const layers = readTargets(each, { rotations, now: window.from, notes });
        const own = overrides.filter(({ target }) => target.id === each.id).flatMap((one) => overrideOf(one));
        return {
          id: each.id,
          name: each.name,
          description: each.description,
          timeZone: each.timeZone,
          combine: 'union' as const,
          layers,
          overrides: [...own, ...readTemporary(each, notes)],
          renderedBy: 'source' as const,
          rendered: each.shifts?.map(({ userID, start, end }) => ({ user: userID, start, end })) ?? null,
          notes,
        };
      }),
      ...[...rotations.values()]
        .filter(({ id }) => pagedAlone.has(id))
        .map((each) => scheduleOfRotation(each, window.from)),
    ],
    policies: policies.map(readPolicy),
    services: readEach(dump['services'], service, broken('service')).map((each) => ({
      id: each.id,
      name: each.name,
      description: each.description ?? '',
      owner: null,
      policy: each.escalationPolicyID ?? null,
      notes: unknownFields(each, ['id', 'name', 'description', 'escalationPolicyID']),
    })),
    left,
  };
}

function overrideOf({
  start,
  end,
  addUserID: add,
  removeUserID: remove,
}: z.output<typeof userOverride>): OverrideDraft[] {
  const span = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
  if (add && remove) return [{ kind: 'replace', user: add, replaces: remove, ...span }];
  if (add) return [{ kind: 'add', user: add, ...span }];
  return remove ? [{ kind: 'remove', user: remove, ...span }] : [];
}

function readUser(given: z.output<typeof user>): PersonDraft {
  const notes: Note[] = unknownFields(given, ['id', 'name', 'email', 'contactMethods', 'role']);
  const methods = (given.contactMethods ?? []).flatMap(
    ({ type, value, disabled }, index): ContactMethod[] => {
      const field = `contactMethods[${index}]`;
      const number = phoneOf(value ?? '');
      if (disabled === true)
        notes.push({ field, outcome: 'lost', why: `${type ?? ''} is switched off there` });
      else if (type === 'EMAIL') return [{ channel: 'email', address: value ?? '' }];
      else if (type === 'SMS' && number !== null) return [{ channel: 'sms', number }];
      else if (type === 'VOICE' && number !== null) return [{ channel: 'voice', number }];
      else if (type === 'WEBHOOK') return [{ channel: 'webhook', url: value ?? '' }];
      else
        notes.push({
          field,
          outcome: 'lost',
          why: `${type ?? ''} "${value ?? ''}" has no counterpart, or is no complete number`,
        });
      return [];
    },
  );
  notes.push({
    field: 'notificationRules',
    outcome: 'lost',
    why: 'personal notification rules are not read; set them under Your account',
  });
  return {
    id: given.id,
    name: given.name,
    email: given.email,
    timeZone: null,
    contactMethods: uniqueMethods(methods),
    notes,
  };
}

const targetKinds: Readonly<Record<string, TargetDraft['kind']>> = { user: 'person', schedule: 'schedule' };

function readPolicy(given: z.output<typeof policy>): PolicyDraft {
  const notes: Note[] = unknownFields(given, ['id', 'name', 'description', 'repeat', 'steps']);
  const steps = given.steps.map(({ delayMinutes, targets }, index) => ({
    minutes: delayMinutes,
    targets: targets.flatMap(({ id, type }): TargetDraft[] => {
      const field = `steps[${index}].targets`;
      const kind = targetKinds[type];
      if (kind !== undefined) return [{ kind, id }];
      if (type === 'rotation') {
        notes.push({ field, outcome: 'changed', why: 'the rotation became a schedule of its own' });
        return [{ kind: 'schedule', id: rotationScheduleId(id) }];
      }
      notes.push({ field, outcome: 'lost', why: `a target of type ${type} cannot be paged here` });
      return [];
    }),
  }));
  const { id, name, description, repeat } = given;
  return { id, name, description, steps, repeat, notes };
}
