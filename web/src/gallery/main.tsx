import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { Shell } from '../app/Shell.tsx';
import { startKeys } from '../app/keys/keys.ts';
import { Gallery } from './Gallery.tsx';
import { sampleStrips } from './samples.ts';

// The page of all primitives, for looking at and for axe; not part of the build. `vite web`, then /gallery.html.
const root = createRootRoute({
  component: () => (
    <Shell boot={{ me: null, now: null, keptAt: null, feedback: null, strips: sampleStrips }} />
  ),
});
const router = createRouter({
  routeTree: root.addChildren([createRoute({ getParentRoute: () => root, path: '$', component: Gallery })]),
  history: createHashHistory(),
});

startKeys();
const element = document.getElementById('root');
if (element !== null) {
  createRoot(element).render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}
