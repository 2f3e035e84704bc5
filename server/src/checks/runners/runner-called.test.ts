import { expect, test } from 'vitest';
import { runnerCalled } from './runner-called.ts';

test('a runner is called by name and place, once', () => {
  expect(runnerCalled({ name: 'Browsers', place: 'eu-prod' })).toBe('The runner Browsers in eu-prod');
  expect(runnerCalled({ name: 'Fieldmarshal at server', place: 'server' })).toBe(
    'The runner Fieldmarshal at server',
  );
});
