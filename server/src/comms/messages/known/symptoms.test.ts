import { expect, test } from 'vitest';
import type { Hit } from './hits.ts';
import { symptomsOf } from './symptoms.ts';

const hit = (kind: Hit['kind'], name: string, state: Hit['state']): Hit => ({
  ...{ kind, name, state, publicName: name, application: kind === 'workflow' ? 'hearth' : null },
  ...{ standing: 'likely', environments: ['us'], everywhere: false, evidence: `impact ${name}` },
});
const found = (...hits: readonly Hit[]) =>
  symptomsOf(hits).map(({ value, of }) => `${value} ${of ?? ''}`.trim());

test('an application that is degraded by a workflow shows what that workflow shows, and nothing else', () => {
  const app = hit('application', 'hearth', 'degraded');
  expect(found(app, hit('workflow', 'send', 'wrong-data'))).toEqual(['wrong-data send']);
  // Of the workflow nothing is known, or the application is worse.
  expect(found(app, hit('workflow', 'send', 'unknown'))).toEqual(['degraded']);
  expect(found(hit('application', 'hearth', 'down'), hit('workflow', 'send', 'slow'))).toEqual([
    'unavailable',
    'slow send',
  ]);
  expect(found({ ...app, name: 'tide' }, hit('workflow', 'send', 'down'))).toEqual([
    'unavailable send',
    'degraded',
  ]);
});
