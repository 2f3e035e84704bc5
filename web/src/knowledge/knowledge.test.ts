import { expect, test } from 'vitest';
import { flagsOf, pathOf, scaleOf, valueAt } from './chart-shape.ts';
import { valueText } from './knowledge-words.ts';
import { parseDocument } from '@fieldmarshal/contract/text/document';
import { blankRunbook, runbookForm, runbookOf, understoodText, withFile } from './runbook-form.ts';

test('steps keep their numbers around commands, and a command in a list is not indented', () => {
  const blocks = parseDocument(
    '# Fix\n1. Look:\n   ```\n   kubectl get\n     pods\n   ```\n2. Restart\n    - one by one',
  );
  expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'list', 'code', 'list']);
  expect(blocks[2]).toEqual({ kind: 'code', text: 'kubectl get\n  pods' });
  expect(blocks[3]).toMatchObject({
    ...{ ordered: true, start: 2 },
    items: [[{ text: 'Restart' }, { kind: 'list', ordered: false, items: [[{ text: 'one by one' }]] }]],
  });
});

test('headings never skip a level, whatever was written', () => {
  const levels = parseDocument('#### Deep\n###### Deeper\n# Top\n## Next').map((block) =>
    block.kind === 'heading' ? block.level : null,
  );
  expect(levels).toEqual([2, 3, 2, 3]);
});

test('tables and quotes become structure; a heading inside code does not, and HTML stays text', () => {
  const blocks = parseDocument(
    '| a | b |\n| --- | - |\n| `1` | x \\| y |\n> so\n```\n# no\n| no |\n```\n<script>alert(1)</script>',
  );
  expect(blocks).toMatchObject([
    {
      kind: 'table',
      head: [[{ text: 'a' }], [{ text: 'b' }]],
      rows: [[[{ kind: 'code', text: '1' }], [{ text: 'x | y' }]]],
    },
    { kind: 'quote' },
    { kind: 'code', text: '# no\n| no |' },
    { kind: 'paragraph', parts: [{ kind: 'text', text: '<script>alert(1)</script>' }] },
  ]);
});

test('editing nothing saves the very same runbook', () => {
  const spec = {
    displayName: 'Disk full',
    description: 'kept',
    text: '# A\n',
    products: ['db'],
    checks: [],
    symptoms: ['disk full', '507'],
  };
  expect(runbookOf(runbookForm(spec))).toEqual(spec);
});

const file = {
  ...{
    hasHead: true,
    name: 'disk-full',
    text: '# Disk full\n\nFree some.',
    displayName: '',
    description: '',
  },
  ...{ products: ['db'], checks: [], symptoms: ['507'], problems: [] },
  links: [{ title: 'Wiki', url: 'https://wiki.example/disk' }],
};

test('a dropped file fills the form with what its head says, beside what was typed, and its first heading names it', () => {
  const typed = { ...blankRunbook, products: ['search'], symptoms: 'disk full\n' };
  expect(withFile(typed, file)).toMatchObject({
    ...{ displayName: 'Disk full', text: '# Disk full\n\nFree some.', products: ['search', 'db'] },
    ...{ symptoms: 'disk full\n507', links: file.links },
  });
  expect(withFile({ ...blankRunbook, displayName: 'Mine' }, file).displayName).toBe('Mine');
  expect(withFile(blankRunbook, { ...file, displayName: 'Told' }).displayName).toBe('Told');
  expect(withFile(withFile(blankRunbook, file), file).links).toEqual(file.links);
  expect(understoodText({ ...file, displayName: 'Told', products: ['db', 'search'] })).toBe(
    'its name, 2 products, 1 symptom, 1 link',
  );
});

test('links of a runbook are kept, an empty row is none, and one without words is called by its address', () => {
  const form = runbookForm({ text: '#', products: [], checks: [], symptoms: [], links: file.links });
  expect(runbookOf(form).links).toEqual(file.links);
  const more = {
    ...form,
    links: [
      { title: '', url: '' },
      { title: ' ', url: ' https://a.example ' },
    ],
  };
  expect(runbookOf(more).links).toEqual([{ title: 'https://a.example', url: 'https://a.example' }]);
  expect('links' in runbookOf({ ...form, links: [] })).toBe(false);
});

test('a line ends at a hole, a lonely point is seen, and a flat line has room', () => {
  const lines = [
    {
      name: 'a',
      points: [
        [0, 0],
        [500, 10],
        [600, null],
        [1_000, 5],
      ] as [number, number | null][],
    },
  ];
  const data = { from: new Date(0).toISOString(), to: new Date(1_000).toISOString(), lines };
  const scale = scaleOf(data);
  expect(pathOf(lines[0]?.points ?? [], scale, { width: 100, height: 10 })).toBe(
    'M0.0 10.0L50.0 0.0M100.0 5.0h2',
  );
  expect(scaleOf({ ...data, lines: [] })).toMatchObject({ lowest: 0, highest: 1 });
  expect([valueAt(lines[0]?.points ?? [], 450, 1), valueAt(lines[0]?.points ?? [], 9_000, 1)]).toEqual([
    10,
    null,
  ]);
});

test('values have three digits and their unit', () => {
  expect([0.123456, 1_234, 56_789, 2.5e6, null].map((value) => valueText(value, 's'))).toEqual([
    '0.123 s',
    '1230 s',
    '56.8 ks',
    '2.5 Ms',
    '–',
  ]);
  expect(valueText(99.95, '%')).toBe('100 %');
});

test('events stand on the axis by their numbers, and those too near to each other under one flag', () => {
  const mark = (minute: number, text: string) => ({
    at: new Date(minute * 60_000).toISOString(),
    seq: 1,
    text,
  });
  const marks = [
    mark(0, 'Declared'),
    mark(1, 'Acknowledged'),
    mark(50, 'Severity SEV1'),
    mark(100, 'Resolved'),
  ];
  expect(flagsOf(marks, { from: 0, to: 100 * 60_000 })).toEqual([
    { share: 0, label: '1–2', text: 'Declared, Acknowledged' },
    { share: 0.5, label: '3', text: 'Severity SEV1' },
    { share: 1, label: '4', text: 'Resolved' },
  ]);
});
