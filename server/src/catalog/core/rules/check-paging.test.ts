import type { AnyCatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import { describe, expect, it } from 'vitest';
import { checkCatalog } from '../check.ts';
import { parseObject } from '../new-object.ts';

function make(kind: Kind, name: string, spec: object): AnyCatalogObject {
  const parsed = parseObject({ kind, metadata: { name }, spec, origin: { from: 'file' } });
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return { ...parsed.object, generation: 1, updatedAt: '2026-01-01T00:00:00.000Z' };
}

const hours = { timezone: 'Europe/London', windows: [{ days: ['MO'], from: '08:00', to: '18:00' }] };
const ada = { person: 'ada' };
const world = [
  make('Hub', 'emea', { timeZone: 'Europe/London' }),
  make('Hub', 'empty', { timeZone: 'Europe/London' }),
  make('Person', 'ada', { email: 'ada@example.org', hub: 'emea' }),
  make('Team', 'nobody', {}),
  make('Schedule', 'deserted', { timezone: 'Etc/UTC' }),
];

function faults(kind: Kind, spec: object): string[] {
  const found = checkCatalog([...world, make(kind, 'tested', spec)]);
  return found.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a policy that can page nobody is refused', () => {
  it('with the reason, where no target ever means anybody', () => {
    const targets = [{ team: 'nobody' }, { schedule: 'deserted' }, { hub: 'empty' }];
    expect(faults('EscalationPolicy', { steps: [{ targets }] })).toEqual([
      'spec.steps: pages nobody: team nobody has no members, schedule deserted has no layers and no fallback, nobody sits at hub empty. Name a person, or a team, schedule or hub that has somebody',
    ]);
  });

  it('unless its fallback means somebody', () => {
    expect(
      faults('EscalationPolicy', { steps: [{ targets: [{ team: 'nobody' }] }], fallback: [ada] }),
    ).toEqual([]);
    expect(faults('EscalationPolicy', { steps: [{ targets: [{ hub: 'emea' }] }] })).toEqual([]);
  });

  it('where at some severity or hour no step applies', () => {
    const grave = { targets: [ada], when: { severities: ['SEV1', 'SEV2'] } };
    const byDay = { targets: [ada], when: { hours } };
    const byNight = { targets: [ada], when: { hours, outsideHours: true } };
    expect(faults('EscalationPolicy', { steps: [grave] })[0]).toContain(
      'spec.fallback: is needed: at times no step applies to SEV3, SEV4',
    );
    expect(faults('EscalationPolicy', { steps: [byDay] })[0]).toContain('SEV1, SEV2, SEV3, SEV4');
    expect(faults('EscalationPolicy', { steps: [byDay, byNight] })).toEqual([]);
    expect(faults('EscalationPolicy', { steps: [grave], fallback: [ada] })).toEqual([]);
  });

  it('in a variant, too', () => {
    const variants = [{ name: 'night', when: { hours }, steps: [{ targets: [{ team: 'nobody' }] }] }];
    expect(faults('EscalationPolicy', { steps: [{ targets: [ada] }], variants })[0]).toContain(
      'spec.variants.0.steps: pages nobody',
    );
  });
});

describe('delays and names', () => {
  it.each([0, -5])('a step of %d minutes is refused, by its field', (minutes) => {
    const parsed = parseObject({
      kind: 'EscalationPolicy',
      metadata: { name: 'tested' },
      spec: { steps: [{ targets: [ada], minutes }] },
      origin: { from: 'file' },
    });
    expect('faults' in parsed && JSON.stringify(parsed.faults)).toContain('must be at least 0.05');
  });

  it('what does not exist is refused by its name alone: that it has nobody is not said', () => {
    expect(faults('EscalationPolicy', { steps: [{ targets: [{ schedule: 'deserte' }] }] })).toEqual([
      'spec.steps.0.targets.0.schedule: there is no Schedule "deserte"; did you mean "deserted"?',
    ]);
  });

  it('an unknown name is refused wherever it stands', () => {
    const steps = [{ targets: [{ person: 'adda' }] }];
    const variants = [{ name: 'night', when: { hours }, steps: [{ targets: [{ hub: 'emae' }] }] }];
    expect(faults('EscalationPolicy', { steps, variants, fallback: [ada] })).toEqual([
      expect.stringContaining('spec.steps.0.targets.0.person: there is no Person "adda"'),
      expect.stringContaining('spec.variants.0.steps.0.targets.0.hub: there is no Hub "emae"'),
    ]);
  });
});

describe("a person's own rules", () => {
  it('begin at once', () => {
    const notificationRules = [{ ring: [{ channel: 'sms', afterMinutes: 2 }] }];
    expect(faults('Person', { email: 'bo@example.org', notificationRules })).toEqual([
      'spec.notificationRules.0.ring: one of them must ring at 0 minutes: a page does not wait',
    ]);
  });
});
