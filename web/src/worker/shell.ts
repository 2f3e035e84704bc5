import { build } from './build.ts';
import { scope } from './scope.ts';

const prefix = 'shell-';
const own = `${prefix}${build.id}`;

/** Loads every file of this build; fails as a whole where one cannot be had. */
export async function keepShell(): Promise<void> {
  const cache = await scope.caches.open(own);
  await cache.addAll(build.files.map((file) => new Request(file, { cache: 'no-cache' })));
}

/** Removes the builds before the last one: a page of that one may still be open, and loads its screens as they are visited. */
export async function dropOldShells(): Promise<void> {
  const others = (await scope.caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
  await Promise.all(others.slice(0, -1).map(async (name) => scope.caches.delete(name)));
}

/** A file of any build that is kept; else from the network. Names of assets hold their hash, so an old answer is the right one. */
export async function shellFile(request: Request): Promise<Response> {
  return (await scope.caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** The application without a person's data, for a screen that was never loaded in this session. */
export async function emptyShell(): Promise<Response> {
  const cache = await scope.caches.open(own);
  return (await cache.match('/index.html')) ?? Response.error();
}

/** Whether a page as the server wrote it belongs to this build: offline, the files of another one would be missing. */
export function isOfThisBuild(html: string): boolean {
  return html.includes(build.entry);
}
