import { forgetState, keepAnswer, keepPage, keptAnswer, keptPage, keyOf } from './kept-state.ts';
import './push.ts';
import { scope, type Fetching } from './scope.ts';
import { dropOldShells, emptyShell, isOfThisBuild, keepShell, shellFile } from './shell.ts';

/**
 * The service worker. Reading goes to the network first and is answered from what was kept only when the network fails; writing is never
 * touched, so that nothing is sent later than a person believes. It takes over from an earlier one when no page of that is open any
 * more, or when a person asks for the new version (`activate`).
 */
scope.addEventListener('install', (event) => event.waitUntil(keepShell()));

scope.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(async () => scope.clients.claim()));
});

scope.addEventListener('message', ({ data }) => {
  if (data === 'activate') void scope.skipWaiting();
});

/** Addresses that are no screens: pages that work without the application, and what must come from the server or not at all. */
const notScreens = /^\/(api|intake|p|c|t|sign-in|sign-out|status|livez|readyz|metrics|trace-viewer)(\/|$)/;
/** Streams, and what leads to the origin of artefacts, which a worker may not ask. */
const notKept = /^\/api\/v1\/(live|audit\/export)(\/|$)|\/(attachments|artefacts)\//;

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.location.origin) return;
  if (request.method === 'POST' && pathname === '/sign-out') event.waitUntil(forgetState());
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (!notScreens.test(pathname)) event.respondWith(page(event));
  } else if (pathname.startsWith('/api/v1/')) {
    if (!notKept.test(pathname)) event.respondWith(answer(event));
  } else if (/^\/(assets|favicon|icons)\/|^\/theme-\d+\.js$/.test(pathname)) {
    event.respondWith(shellFile(request));
  }
});

async function page(event: Fetching): Promise<Response> {
  let fresh: Response;
  try {
    fresh = await fetch(event.request);
  } catch {
    return (await keptPage()) ?? emptyShell();
  }
  // Led to the sign-in page: the session is over.
  if (fresh.type === 'opaqueredirect' || fresh.redirected) event.waitUntil(forgetState());
  else if (fresh.ok) event.waitUntil(keepIfOurs(fresh.clone()));
  return fresh;
}

async function keepIfOurs(fresh: Response): Promise<void> {
  if (isOfThisBuild(await fresh.clone().text())) await keepPage(fresh);
}

async function answer(event: Fetching): Promise<Response> {
  let fresh: Response;
  try {
    fresh = await fetch(event.request);
  } catch (error) {
    const kept = await keptAnswer(keyOf(event.request.url));
    if (kept) return kept;
    throw error;
  }
  if (fresh.status === 401) event.waitUntil(forgetState());
  else if (fresh.ok) event.waitUntil(keepAnswer(keyOf(event.request.url), fresh.clone()));
  return fresh;
}
