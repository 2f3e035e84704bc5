import ts from 'node:module';
import { expect, test } from 'vitest';
import { draftTest } from './draft-test.ts';

test('a draft is a program that names the workflow, its products and the incident, whatever stands in their names', () => {
  const text = draftTest({
    workflow: 'open-case',
    title: "Open a case'); process.exit(",
    description: 'What a caseworker */ does\nfirst',
    steps: [
      { name: 'Sign in', products: ['gateway', 'identity'] },
      { name: "Save the 'case' \\", products: ['gateway', 'objects'] },
    ],
    url: 'https://cases.example/',
    incident: { id: 'INC-7', title: 'Cases are lost' },
  });
  expect(text).toContain(
    "tag: ['@workflow:open-case', '@product:gateway', '@product:identity', '@product:objects']",
  );
  expect(text).toContain("await page.goto('https://cases.example/');");
  expect(text).toContain("await step('Sign in', ['gateway', 'identity'], async () => {");
  expect(text).toContain('INC-7 happens again: Cases are lost');
  expect(() => ts.stripTypeScriptTypes(text)).not.toThrow();
});
