import { expect, test } from 'vitest';
import { readAgainText, readAllAgain } from './read-all-again.ts';

test('all that is kept is read again, over every page, the oldest first', async () => {
  const pages: Record<string, { items: { id: string }[]; nextCursor: string | null }> = {
    '': { items: [{ id: '5' }, { id: '4' }], nextCursor: '4' },
    4: { items: [{ id: '3' }, { id: '2' }], nextCursor: '2' },
    2: { items: [], nextCursor: null },
  };
  const asked: string[] = [];
  const answers: Record<string, boolean | null> = { 2: true, 3: null, 4: false, 5: true };
  const found = await readAllAgain({
    list: async (cursor) => pages[cursor] ?? { items: [], nextCursor: null },
    replay: async (id) => {
      asked.push(id);
      return answers[id] ?? null;
    },
  });
  expect(asked).toEqual(['2', '3', '4', '5']);
  expect(found).toEqual({ understood: 2, still: 1 });
  expect(readAgainText(found)).toBe('2 understood, 1 still not');
  expect(readAgainText({ understood: 2, still: 0 })).toBe('2 understood, nothing left');
});
