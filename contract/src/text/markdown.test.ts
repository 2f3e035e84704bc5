import { expect, test } from 'vitest';
import { parseInline, parseMarkdown } from './markdown.ts';

test('lists, code, bold and web links become structure', () => {
  expect(parseMarkdown('Seen **twice** in `pay`:\n- one\n- two\n\n1. go\n```\nx < y\n```')).toEqual([
    {
      kind: 'paragraph',
      parts: [
        { kind: 'text', text: 'Seen ' },
        { kind: 'bold', parts: [{ kind: 'text', text: 'twice' }] },
        { kind: 'text', text: ' in ' },
        { kind: 'code', text: 'pay' },
        { kind: 'text', text: ':' },
      ],
    },
    {
      kind: 'list',
      ordered: false,
      items: [[{ kind: 'text', text: 'one' }], [{ kind: 'text', text: 'two' }]],
    },
    { kind: 'list', ordered: true, items: [[{ kind: 'text', text: 'go' }]] },
    { kind: 'code', text: 'x < y' },
  ]);
});

test('a list stands in the item of another one, as deep as it is written, and ends where that does', () => {
  const item = (text: string, ...inside: object[]) => [{ kind: 'text', text }, ...inside];
  const list = (ordered: boolean, ...items: object[][]) => ({ kind: 'list', ordered, items });
  expect(parseMarkdown('- a\n  1. b\n     - c\n  2. d\n  - e\n- f')).toEqual([
    list(
      false,
      item('a', list(true, item('b', list(false, item('c'))), item('d')), list(false, item('e'))),
      item('f'),
    ),
  ]);
  expect(parseMarkdown('Output:\n    - indented')).toMatchObject([{ kind: 'paragraph' }]);
});

test.each([
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '[click](data:text/html,x)',
  'https://user@evil.example/',
])('%s stays text', (text) => {
  expect(parseInline(text).every((part) => part.kind === 'text')).toBe(true);
});

test('an unclosed fence keeps its lines', () => {
  expect(parseMarkdown('```\na\nb')).toEqual([{ kind: 'code', text: 'a\nb' }]);
});
