import { mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Refusal } from '../failure.ts';

/**
 * A folder of versions: `versions/<version>-<id>`, of which `current` is the one that runs and `previous` the one before, `release.pem`,
 * the key whose releases are believed, and `bin/fieldmarshal`, which starts whatever is current.
 */
export interface Versions {
  readonly root: string;
  readonly current: string | null;
  readonly previous: string | null;
}

export async function readVersions(root: string): Promise<Versions> {
  const named = async (link: string): Promise<string | null> =>
    readlink(join(root, link)).then(
      (to) => basename(to),
      () => null,
    );
  return { root, current: await named('current'), previous: await named('previous') };
}

/** Where a version's files are. */
export function folderOf({ root }: Versions, version: string): string {
  return join(root, 'versions', version);
}

/** From one moment to the next; what runs goes on with the files of the version it was started from. */
export async function switchTo(versions: Versions, version: string): Promise<void> {
  const { root, current } = versions;
  if (current !== null && current !== version) await point(root, 'previous', current);
  await point(root, 'current', version);
}

/**
 * Back to the version before, which becomes the previous one: twice is forward again. Refused where that one would not start on the
 * database of now. `beside`: so many newer migrations it runs beside.
 */
export async function switchBack(versions: Versions): Promise<{ version: string; beside: number }> {
  const { root, current, previous } = versions;
  const held = await readdir(join(root, 'versions')).catch((): string[] => []);
  if (previous === null || previous === current || !held.includes(previous))
    throw new Refusal(`There is no version before in ${root}.`);
  const beside =
    current === null ? 0 : await refuseBreaking(folderOf(versions, current), folderOf(versions, previous));
  await switchTo(versions, previous);
  return { version: previous, beside };
}

/** Of older versions two stay: the current one and the one before. */
export async function removeOlder(root: string): Promise<void> {
  const { current, previous } = await readVersions(root);
  for (const name of await readdir(join(root, 'versions')))
    if (name !== current && name !== previous) await rm(join(root, 'versions', name), { recursive: true });
}

const launcher = `#!/bin/sh
# Starts the current version under its own Node.
here=$(dirname -- "$(readlink -f -- "$0")")/../current
set -- "$here/cli/bin/fieldmarshal.js" "$@"
for node in "$here"/node_modules/node-*/bin/node; do exec "$node" "$@"; done
`;

/** Writes what stands outside of all versions. */
export async function writeFrame(root: string, key: string): Promise<void> {
  await mkdir(join(root, 'bin'), { recursive: true, mode: 0o755 });
  const put = async (path: string, text: string, mode: number): Promise<void> => {
    await writeFile(join(root, `${path}.new`), text, { mode });
    await rename(join(root, `${path}.new`), join(root, path));
  };
  await put('release.pem', key, 0o644);
  await put('bin/fieldmarshal', launcher, 0o755);
}

async function point(root: string, link: string, version: string): Promise<void> {
  const fresh = join(root, `${link}.new`);
  await rm(fresh, { force: true });
  await symlink(join('versions', version), fresh);
  await rename(fresh, join(root, link));
}

/** Migrations that the version in `newer` has and the one in `older` does not know, in order. */
async function migrationsBetween(newer: string, older: string): Promise<string[]> {
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
    const [first = ''] = (await readFile(join(migrationsOf(newer), name), 'utf8')).split('\n', 1);
    const breaking = /^-- breaking: (.+)$/.exec(first)?.[1];
    if (breaking !== undefined)
      throw new Refusal(
        `The version before does not run on the database as it is now (${name}: ${breaking.trim()}). Nothing was switched. To go back, restore a backup from before the update with that version; what happened since is only in the database of now.`,
      );
  }
  return between.length;
}

function migrationsOf(version: string): string {
  return join(version, 'server/migrations');
}

async function namesIn(version: string): Promise<string[]> {
  const names = await readdir(migrationsOf(version)).catch((): string[] => []);
  return names.filter((name) => /^\d{14}-[a-z0-9-]+\.sql$/.test(name)).toSorted();
}
