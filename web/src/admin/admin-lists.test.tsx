import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { liveKey } from '../app/live.ts';
import { AuditFilters, noFilter, queryOf } from './AuditFilters.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { TokensPanel } from './TokensPanel.tsx';

async function textOf(page: ReactNode, answers: readonly (readonly [string[], unknown])[]): Promise<string> {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  for (const [key, answer] of answers) client.setQueryData(liveKey(['admin'], ...key), answer);
  const rootRoute = createRootRoute({
    component: () => <QueryClientProvider client={client}>{page}</QueryClientProvider>,
  });
  const router = createRouter({
    routeTree: rootRoute,
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  await router.load();
  return renderToString(<RouterProvider router={router} />)
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\s+/g, ' ');
}

test('the list of tokens says what each one is narrowed to', async () => {
  const token = {
    hint: 'fm_x',
    person: 'mira',
    roles: ['lead'],
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
  };
  const items = [
    { ...token, id: 'a', name: 'wide', abilities: null },
    { ...token, id: 'b', name: 'narrow', abilities: ['incident.read', 'audit.read', 'a.b', 'c.d', 'e.f'] },
  ];
  const text = await textOf(<TokensPanel />, [[['tokens?all=true'], { items }]]);
  expect(text).toContain('all of lead');
  expect(text).toContain('only incident.read, audit.read, a.b and 2 more, as lead');
});

test('people who are called the same are told apart by the names of their accounts', async () => {
  const account = { displayName: 'Mira Khan', email: null, roles: [], disabledAt: null, lastSignInAt: null };
  const items = [
    { ...account, person: 'mira' },
    { ...account, person: 'mira2' },
  ];
  const pages = { pages: [{ items, nextCursor: null }], pageParams: [''] };
  const text = await textOf(<PeoplePanel />, [
    [['accounts', ''], pages],
    [['locked-incidents'], { items: [] }],
  ]);
  expect(text).toContain('Mira Khan mira–');
  expect(text).toContain('Mira Khan mira2–');
});

test('the audit is searched by words first; what matches exactly is folded away', () => {
  const html = renderToString(<AuditFilters filter={noFilter} onFilter={() => undefined} />);
  const [open = '', folded = ''] = html.split('<details>');
  expect([open, folded].map((part) => part.match(/<input/g)?.length)).toEqual([1, 5]);
  expect(queryOf({ ...noFilter, q: ' pump 7 ' }).toString()).toBe('q=pump+7');
});
