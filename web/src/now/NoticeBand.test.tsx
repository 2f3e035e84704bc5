import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { liveKey } from '../app/live.ts';
import { NoticeBand } from './NoticeBand.tsx';

/** What stands there, and what of it is folded. */
function shown(count: number, total: number): { open: string; folded: string } {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const items = Array.from({ length: count }, (_, index) => ({
    ...{ key: `escalation ${index}`, text: `Nobody answered INC-${index}.` },
    ...{ startedAt: '2026-12-01T12:00:00Z', endedAt: null },
  }));
  client.setQueryData(liveKey(['notices'], 'notices'), { items, total });
  const html = renderToString(
    <QueryClientProvider client={client}>
      <NoticeBand />
    </QueryClientProvider>,
  ).replaceAll('<!-- -->', '');
  const [open = '', folded = ''] = html.split('<details>');
  return { open, folded };
}

test('while all is well nothing is there', () => {
  expect(shown(0, 0)).toEqual({ open: '', folded: '' });
});

test('five stand there at once, the others behind how many they are', () => {
  expect(shown(5, 5).folded).toBe('');
  const { open, folded } = shown(20, 33);
  expect(open).toContain('INC-4.');
  expect(open).not.toContain('INC-5.');
  expect(folded).toContain('28 more');
  expect(folded).toContain('INC-19.');
  expect(folded).toContain('The newest 20 of 33.');
});
