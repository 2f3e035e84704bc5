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
import { noteKept, startLive } from './app/live.ts';
import { router } from './app/router.tsx';
import { startWorker } from './app/worker-client.ts';
import { startSending } from './feedback/sending.ts';
import { setServerNow } from './ui/clock.ts';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Offline, the worker answers with what was kept; a paused question would show nothing.
      networkMode: 'always',
      // News says when to ask again; what is on screen is not asked for twice in between.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < 3 && !(error instanceof RequestError && error.status >= 400 && error.status < 500),
    },
    // A write that cannot be sent now fails now: sent later, without a word, it would surprise everybody.
    mutations: { networkMode: 'always' },
  },
});

const { now, keptAt, me, feedback } = readBoot();
if (keptAt !== null) noteKept(keptAt);
else if (now !== null) setServerNow(Date.parse(now));
startKeys();
startLive(client);
startWorker();
if (me !== null && feedback !== null) startSending(me.person);

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
