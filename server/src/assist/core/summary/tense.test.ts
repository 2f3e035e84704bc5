import { describe, expect, it } from 'vitest';
import { inPast } from './tense.ts';

describe('what went on, told once it is over', () => {
  it.each([
    ['Mitigation work is currently underway.', 'Mitigation work was underway.'],
    ['A fix is being implemented.', 'A fix was being implemented.'],
    ["We're restarting the gateway.", 'We were restarting the gateway.'],
    ['Some users are still unable to log in at this time.', 'Some users were unable to log in.'],
    ['Engineering continues mitigating the nodes.', 'Engineering continued mitigating the nodes.'],
    [
      'We expect the roll-out to complete by 12:00 UTC.',
      'We expected the roll-out to complete by 12:00 UTC.',
    ],
    ['We have found the cause and are working on a fix.', 'We have found the cause.'],
  ])('%s', (written, told) => {
    expect(inPast(written)).toBe(told);
  });

  it.each([
    'We restarted the gateway at 10:41 UTC.',
    'The cause is a full disk.',
    'Sign-in is operating normally.',
    'It says "the service is currently unavailable".',
    'De dienst is weer beschikbaar.',
  ])('leaves as it stands: %s', (written) => {
    expect(inPast(written)).toBe(written);
  });
});
