import { describe, expect, it } from 'vitest';
import { checkCatalog } from './check.ts';
import { ObjectReader, type ReadResult } from './read-objects.ts';
import { readDocuments } from './yaml/documents.ts';

function read(files: Record<string, string>): ReadResult {
  const reader = new ObjectReader();
  const faults = Object.entries(files).flatMap(([path, text]) =>
    [...readDocuments({ path, text })].flatMap((step) => {
      if ('fault' in step) return [step.fault];
      reader.add(step.document);
      return [];
    }),
  );
  const result = reader.finish();
  return { ...result, faults: [...faults, ...result.faults] };
}

/** `line:column path: message` of everything wrong in one file, references included. */
function faultsIn(text: string): string[] {
  const { objects, faults, malformed } = read({ 'a.yaml': text });
  const between = checkCatalog(
    objects.map(({ object }) => object),
    { assumed: malformed },
  ).map(({ kind, name, path, message }) => {
    const source = objects.find(({ object }) => object.kind === kind && object.name === name);
    return { ...source?.locate(path), message };
  });
  return [...faults, ...between].map(
    (fault) => `${fault.line}:${fault.column} ${fault.path ?? ''}: ${fault.message}`,
  );
}

const team = `apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: edge }
spec: {}
---
`;

function product(spec: string): string {
  return `${team}apiVersion: fieldmarshal/v1
kind: Product
metadata:
  name: gateway
spec:
${spec}
`;
}

describe('a file says what is wrong, where, and by which field', () => {
  const cases: [string, string, string[]][] = [
    [
      'an unclosed list',
      'a: [1, 2\n',
      [
        '2:1 : is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    ['a tab', 'a:\n\t- b\n', ['2:1 : is not valid YAML: Tabs are not allowed as indentation']],
    ['a key given twice', 'a: 1\nb: 2\na: 3\n', ['3:1 a: is given twice']],
    ['a list at the top', '- a\n', ['1:1 : must be an object with apiVersion, kind, metadata and spec']],
    ['NUL in a text', 'a: "x\\0"\n', ['1:4 a: must not contain NUL']],
    ['half a character', 'a: "\\ud800"\n', ['1:4 a: has half a character (a lone surrogate)']],
    ['a list as a key', '[a]: 1\n', ['1:1 : has a key that is not text']],
    [
      'another version',
      'apiVersion: fieldmarshal/v2\nkind: Hub\nmetadata: { name: a }\nspec: { timeZone: Europe/London }\n',
      ['1:13 apiVersion: must be fieldmarshal/v1'],
    ],
    [
      'an unknown kind',
      'apiVersion: fieldmarshal/v1\nkind: Prodcut\nmetadata: { name: a }\n',
      ['2:7 kind: "Prodcut" is not a known kind; did you mean "Product"?'],
    ],
    [
      'an unknown field of the document',
      'apiVersion: fieldmarshal/v1\nkind: Team\nmetdata: { name: a }\nspec: {}\nmetadata: { name: a }\n',
      ['3:1 metdata: is not a known field; did you mean "metadata"?'],
    ],
    [
      'an unknown field of the spec',
      product('  owner: edge\n  runbok: x'),
      ['12:3 spec.runbok: is not a known field; did you mean "runbook"?'],
    ],
    [
      'a wrong type',
      product('  owner: edge\n  aliases: one'),
      ['12:12 spec.aliases: must be a list, not text'],
    ],
    ['a missing field', product('  aliases: [a]'), ['11:3 spec.owner: is required']],
    [
      'a bad name',
      `${team}apiVersion: fieldmarshal/v1\nkind: Hub\nmetadata: { name: Big }\nspec: { timeZone: Europe/London }\n`,
      [
        '8:19 metadata.name: must be lower-case letters, digits, ".", "_" and "-", starting and ending with a letter or digit',
      ],
    ],
    [
      'an invalid zone',
      'apiVersion: fieldmarshal/v1\nkind: Hub\nmetadata: { name: a }\nspec:\n  timeZone: +01:00\n',
      ['5:13 spec.timeZone: must be an IANA time zone such as "Europe/London"'],
    ],
    [
      'an unknown reference',
      product('  owner: egde'),
      ['11:10 spec.owner: there is no Team "egde"; did you mean "edge"?'],
    ],
    [
      'a dependency on itself',
      product('  owner: edge\n  dependsOn:\n    - product: gateway'),
      ['13:16 spec.dependsOn[0].product: a product cannot depend on itself'],
    ],
    [
      'the same object twice',
      `${team}${team}`,
      ['8:19 metadata.name: Team "edge" is defined already in a.yaml:3'],
    ],
  ];
  it.each(cases)('%s', (_, text, expected) => {
    expect(faultsIn(text)).toEqual(expected);
  });

  it('everything at once, and an object with faults is not also missing', () => {
    const text = product('  owner: broken\n  dependsOn: [{ product: serch }]\n').concat(
      '---\napiVersion: fieldmarshal/v1\nkind: Team\nmetadata: { name: broken }\nspec: { members: none }\n',
      '---\napiVersion: fieldmarshal/v1\nkind: Product\nmetadata: { name: search }\nspec: { owner: edge }\n',
    );
    expect(faultsIn(text)).toEqual([
      '18:18 spec.members: must be a list, not text',
      '12:26 spec.dependsOn[0].product: there is no Product "serch"; did you mean "search"?',
    ]);
  });

  it('a fault behind an alias is found where the alias leads', () => {
    const text = `apiVersion: fieldmarshal/v1\nkind: Hub\nmetadata: { name: &n a }\nspec: { timeZone: *n }\n`;
    expect(faultsIn(text)).toEqual(['4:19 spec.timeZone: must be an IANA time zone such as "Europe/London"']);
  });

  it('empty documents and comments are nothing', () => {
    expect(read({ 'a.yaml': '# nothing\n---\n---\n...\n' })).toMatchObject({ objects: [], faults: [] });
  });
});

describe('a file made to do harm is refused at once', () => {
  const laughs = `a: &a [x,x]\n${'bcdefghi'
    .split('')
    .map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]\n`)
    .join('')}`;
  const cases: [string, string, RegExp][] = [
    ['a million open brackets', '['.repeat(1_000_000), /nested more than 64 levels/],
    ['half a million lists in lists', '- '.repeat(500_000), /nested more than 64 levels/],
    ['half a million keys of keys', '? '.repeat(500_000), /nested more than 64 levels/],
    [
      'a thousand levels by indentation',
      Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
      /nested more than 64 levels/,
    ],
    ['a billion laughs', laughs, /multiplies itself by aliases/],
    ['thousands of aliases', `- &a 1\n${'- *a\n'.repeat(5_000)}`, /more than 200 aliases/],
    ['thousands of tags', `- ${'!!str '.repeat(5_000)}`, /more than 100 tags/],
  ];
  it.each(cases)('%s', (_, text, message) => {
    const { faults, objects } = read({ 'a.yaml': text });
    expect(objects).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toMatch(message);
  });

  it('sixty thousand keys are read in linear time', () => {
    const text = Array.from({ length: 60_000 }, (_, i) => `key${i}: 1\n`).join('');
    expect(read({ 'a.yaml': text }).faults.length).toBeGreaterThan(5);
  });

  it('__proto__ is a field like any other', () => {
    const text = `apiVersion: fieldmarshal/v1\nkind: Team\nmetadata: { name: a, labels: { __proto__: x } }\nspec: { __proto__: { polluted: 1 } }\n`;
    expect(faultsIn(text).join('\n')).toMatch(/spec\.__proto__: is not a known field/);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
