import { expect, test } from 'vitest';
import { badgeSvg } from './badge-svg.ts';

test.each([
  [[], 'no data'],
  [['ok', 'ok'], 'ok'],
  [['ok', 'no-data'], 'no data'],
  [['ok', 'degraded', 'no-data'], 'degraded'],
  [['failing', 'degraded'], 'failing'],
])('%j is %s', (states, word) => {
  expect(badgeSvg('Pay', states)).toContain(`aria-label="Pay: ${word}"`);
});

test('a name cannot become markup', () => {
  const svg = badgeSvg('<script>"&', ['ok']);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;&quot;&amp;');
});
