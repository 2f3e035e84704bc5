import { readFileSync } from 'node:fs';
import { configurationReference } from '@fieldmarshal/server/doctor';
import { expect, test } from 'vitest';

/** Tables without the padding that the formatter adds. */
const cells = (text: string): string[] =>
  text.split('\n').map((line) => line.replaceAll(/\s*\|\s*/g, '|').replaceAll(/-{3,}/g, '---'));

test('docs/configuration.md says what the schema of the configuration says: npm run reference', () => {
  const written = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
  expect(cells(written)).toEqual(cells(configurationReference()));
});
