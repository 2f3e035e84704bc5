import { Option, type Command } from 'commander';
import { lazily } from '../lazily.ts';

/** `bundle release`, `install` and `rollback`: a Fieldmarshal where there is no registry. */
export function addReleaseCommands(program: Command): void {
  program.commands
    .find((command) => command.name() === 'bundle')
    ?.command('release')
    .description('In a checkout: write the one signed file that Fieldmarshal is installed from offline.')
    .requiredOption('--key <file>', 'private Ed25519 key in PEM that signs it')
    .option('--out <folder>', 'where to', '.')
    .addOption(
      new Option('--platform <name>', 'of the machines it is for: linux-x64 or linux-arm64').default(
        `${process.platform}-${process.arch}`,
      ),
    )
    .action(lazily(async () => (await import('./bundle-release.ts')).bundleRelease));
  inPlace(program.command('install').alias('update'))
    .description('Install or update from a release file, without a network; the version before stays.')
    .argument('<file>', 'as "fieldmarshal bundle release" wrote it')
    .option('--key <file>', 'public key that must have signed it (default: the one of the installation)')
    .option('--older', 'even if it is older than what is installed', false)
    .action(lazily(async () => (await import('./say-release.ts')).install));
  inPlace(program.command('rollback'))
    .description('Go back to the version before the last update.')
    .action(lazily(async () => (await import('./say-release.ts')).rollback));
}

function inPlace(command: Command): Command {
  return command.option('--to <folder>', 'of the installation (default: the one this command is of)');
}
