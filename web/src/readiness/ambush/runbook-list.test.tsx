import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { RunbookList } from './RunbookList.tsx';

test('a link that does not answer says when it was tried, and why last, in a sentence of its own', () => {
  const runbook = {
    url: 'https://runbooks.example/search',
    products: ['search'],
    alive: false,
    at: new Date().toISOString(),
    trouble: 'The name runbooks.example cannot be resolved.',
  };
  const html = renderToString(
    <QueryClientProvider client={new QueryClient()}>
      <RunbookList runbooks={[runbook]} />
    </QueryClientProvider>,
  );
  expect(html.replaceAll(/<[^>]*>/g, '')).toMatch(
    /search, tried .*: The name runbooks\.example cannot be resolved\.$/,
  );
});
