import { expect, test } from 'vitest';
import { causeText } from './cause-text.ts';

test('what is no name begins small inside a sentence, and a name stays as it is', () => {
  expect(causeText({ kind: 'environment', displayName: 'The runner or its surroundings' })).toBe(
    'the runner or its surroundings',
  );
  expect(causeText({ kind: 'test', displayName: 'The test itself' })).toBe('the test itself');
  expect(causeText({ kind: 'product', displayName: 'The Hub' })).toBe('The Hub');
  expect(causeText({ kind: 'third-party', displayName: 'Post Office' })).toBe('Post Office');
});
