import { ownRoot } from './own-root.ts';
import { installRelease, rollBack, type InstallFlags } from './install.ts';

/** Installs or updates, and says what to do next. */
export async function install(file: string, flags: InstallFlags): Promise<void> {
  const { root, version, before, manifest } = await installRelease(file, flags, ownRoot);
  console.log(
    before === null
      ? `Installed ${version}. Start it with ${root}/bin/fieldmarshal serve`
      : `Updated from ${before} to ${version}. Restart what runs: the database is brought up to date at the start. "fieldmarshal rollback" goes back.`,
  );
  console.log(manifest.browser);
}

/** Goes back one version. */
export async function rollback(flags: Pick<InstallFlags, 'to'>): Promise<void> {
  const { version, beside } = await rollBack(flags, ownRoot);
  console.log(`The current version is ${version} again. Restart what runs.`);
  if (beside > 0)
    console.log(
      `The database stays as the newer version made it (${beside} ${beside === 1 ? 'migration' : 'migrations'} more): this one runs on it, and nothing is lost.`,
    );
}
