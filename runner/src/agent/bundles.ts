import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { bundleBytesMax, type Order } from '@fieldmarshal/contract/checks';
import { BadBundle, unpack, type UnpackedBundle } from '../bundle/unpack.ts';
import { Unwanted, type Client } from './client.ts';

export interface Bundles {
  /** Fetches it once, however many ask at the same time. Throws {@link BadBundle} for one that cannot be used. */
  get(bundle: NonNullable<Order['bundle']>): Promise<UnpackedBundle>;
}

const kept = 30;

export function openBundles(directory: string, client: Client): Bundles {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const fetching = new Map<string, Promise<UnpackedBundle>>();
  return {
    get: async ({ digest }) => {
      const path = join(directory, digest);
      const running = fetching.get(digest) ?? fetch(client, { digest, path });
      fetching.set(digest, running);
      try {
        const bundle = await running;
        utimesSync(path, new Date(), new Date());
        prune(directory, digest);
        return bundle;
      } finally {
        fetching.delete(digest);
      }
    },
  };
}

async function fetch(
  client: Client,
  { digest, path }: { digest: string; path: string },
): Promise<UnpackedBundle> {
  if (statSync(path, { throwIfNoEntry: false })) return unpack(Buffer.alloc(0), path);
  const bytes = await client.bundle(digest, bundleBytesMax).catch((error: unknown) => {
    throw error instanceof Unwanted
      ? new BadBundle(`The server has no such bundle: ${error.message}`)
      : error;
  });
  if (createHash('sha256').update(bytes).digest('hex') !== digest) {
    throw new BadBundle('The bundle is not the one that was deployed: its digest differs.');
  }
  return unpack(bytes, path);
}

/** Those used longest ago go first; one that a lane still reads from was used just now. */
function prune(directory: string, inUse: string): void {
  const others = readdirSync(directory)
    .filter((name) => name !== inUse && !name.endsWith('.part'))
    .map((name) => ({ path: join(directory, name), at: statSync(join(directory, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of others.slice(kept)) rmSync(path, { recursive: true, force: true });
}
