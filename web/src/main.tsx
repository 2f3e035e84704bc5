import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import { readBoot } from './app/boot.ts';
import { RequestError } from './app/http.ts';
import { startKeys } from './app/keys/keys.ts';
import { startLive } from './app/live.ts';
import { router } from './app/router.tsx';
import { setServerNow } from './ui/clock.ts';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // News says when to ask again; what is on screen is not asked for twice in between.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 3 && !(error instanceof RequestError && error.status >= 400 && error.status < 500),
    },
  },
});

const { now } = readBoot();
if (now !== null) setServerNow(Date.parse(now));
startKeys();
startLive(client);

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
