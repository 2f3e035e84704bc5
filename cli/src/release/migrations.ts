import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../failure.ts';

/** Migrations that the version in `newer` has and the one in `older` does not know, in order. */
export async function migrationsBetween(newer: string, older: string): Promise<string[]> {
  const known = new Set(await namesIn(older));
  return (await namesIn(newer)).filter((name) => !known.has(name));
}

/**
 * Throws a Refusal where the version in `older` would not start on a database that the one in `newer` has worked on: nobody should find
 * that out with the server down. Returns how many newer migrations it runs beside.
 */
export async function refuseBreaking(newer: string, older: string): Promise<number> {
  const between = await migrationsBetween(newer, older);
  for (const name of between) {
    const [first = ''] = (await readFile(join(folderOf(newer), name), 'utf8')).split('\n', 1);
    const breaking = /^-- breaking: (.+)$/.exec(first)?.[1];
    if (breaking !== undefined)
      throw new Refusal(
        `The version before does not run on the database as it is now (${name}: ${breaking.trim()}). Nothing was switched. To go back, restore a backup from before the update with that version; what happened since is only in the database of now.`,
      );
  }
  return between.length;
}

function folderOf(version: string): string {
  return join(version, 'server/migrations');
}

async function namesIn(version: string): Promise<string[]> {
  const names = await readdir(folderOf(version)).catch((): string[] => []);
  return names.filter((name) => /^\d{14}-[a-z0-9-]+\.sql$/.test(name)).toSorted();
}
