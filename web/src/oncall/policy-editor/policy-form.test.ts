import { escalationPolicySpec } from '@fieldmarshal/contract/catalog';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankPolicy, missingInPolicy, policyForm, policyOf } from './policy-form.ts';

const targets = fc.oneof(
  fc.record({ person: fc.constant('ada') }),
  fc.record({ schedule: fc.constant('rota'), roundRobin: fc.constant(true) }),
  fc.record({ team: fc.constant('edge') }),
  fc.record({ hub: fc.constant('emea'), roundRobin: fc.constant(true) }),
);
const hours = fc.record({
  timezone: fc.constant('Europe/London'),
  windows: fc.constant([
    { days: ['MO'], from: '09:00', to: '24:00' },
    { from_day: 'SA', from: '00:00', to_day: 'MO', to: '06:00' },
  ]),
});
const whens = fc.oneof(
  fc.record({ severities: fc.constant(['SEV1', 'SEV3']) }),
  fc.record({ hours, outsideHours: fc.boolean() }),
  fc.record({ severities: fc.constant(['SEV4']), hours }),
);
const minutes = fc.constantFrom(0.05, 2.5, 5, 1440);
const steps = fc.array(
  fc.record(
    { targets: fc.array(targets, { minLength: 1, maxLength: 3 }), minutes, when: whens },
    { requiredKeys: ['targets'] },
  ),
  { minLength: 1, maxLength: 3 },
);
const repeat = fc.integer({ min: 0, max: 9 });
const fallback = fc.array(targets, { maxLength: 2 });
const specs = fc
  .record(
    {
      displayName: fc.constant('Duty'),
      description: fc.constant('By day'),
      links: fc.constant([{ title: 'Runbook', url: 'https://example.org/' }]),
      steps,
      repeat,
      fallback,
      variants: fc.array(
        fc.record(
          { name: fc.constant('At night'), when: whens, steps, repeat, fallback },
          { requiredKeys: ['name', 'when', 'steps'] },
        ),
        { maxLength: 2 },
      ),
      ackTimeoutMinutes: fc.integer({ min: 1, max: 10_080 }),
      default: fc.boolean(),
    },
    { requiredKeys: ['steps'] },
  )
  .map((spec) => escalationPolicySpec.parse(spec));

describe('an escalation policy in the editor', () => {
  test('is saved as it was when nothing was changed, whatever it says', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        expect(policyOf(policyForm(spec, 'Etc/UTC'))).toEqual(spec);
        expect(missingInPolicy(policyForm(spec, 'Etc/UTC'))).toEqual([]);
      }),
    );
  });

  test('says in each field what is missing', () => {
    const blank = blankPolicy('Etc/UTC');
    expect(missingInPolicy(blank)).toEqual([{ path: 'steps[0].targets[0]', message: 'Choose who is paged' }]);
    const [step] = blank.steps;
    if (step === undefined) throw new Error('a blank policy has a step');
    const when = { ...step.when, hours: 'outside' as const };
    const variant = { id: 1, name: '', when, steps: [], repeat: '', fallback: null };
    const steps = [{ ...step, minutes: '0', targets: [] }];
    const wrong = { ...blank, repeat: '', ackTimeout: '-1', steps, variants: [variant] };
    expect(missingInPolicy(wrong).map(({ path }) => path)).toEqual([
      'steps[0].targets',
      'steps[0].minutes',
      'repeat',
      'variants[0].name',
      'variants[0].when.hours.windows',
      'variants[0].steps',
      'ackTimeoutMinutes',
    ]);
  });
});
