import { Command, InvalidArgumentError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { lazily } from './lazily.ts';
import { addRelayCommands } from './relay/commands.ts';
import { addReleaseCommands } from './release/commands.ts';

export const program = new Command('fieldmarshal')
  .description('Self-hosted product-reliability incident platform.')
  .version(manifest.version)
  .showHelpAfterError('(see --help)');

storage(program.command('serve'))
  .description('Run the server. Everything else of the configuration is in FIELDMARSHAL_* variables.')
  .option('--port <number>', 'HTTP port; 0 picks a free one (default: 4600)')
  .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
  .option('--public-url <url>', 'how people and senders reach this server')
  .option('--role <role>', 'all, web or worker (default: all)')
  .option('--site <name>', 'run as this site, inside a disconnected environment')
  .option('--log-level <level>', 'fatal, error, warn, info, debug or silent (default: warn)')
  .action(lazily(async () => (await import('./serve.ts')).serve));

remote(program.command('apply'))
  .description('Make the catalog be as the YAML files in these places say: all of it, or nothing.')
  .argument('<places...>', 'files and directories')
  .option('--dry-run', 'print the difference and change nothing', false)
  .option('--prune', 'also remove the objects from files that these files no longer hold', false)
  .action(lazily(async () => (await import('./apply.ts')).apply));

remote(program.command('export'))
  .description('Write the catalog as YAML files that apply takes.')
  .argument('[directory]', 'where to; standard output when left out')
  .action(lazily(async () => (await import('./export.ts')).exportCatalog));

remote(program.command('review'))
  .description('Write the review of an incident: Markdown, PDF, JSON, or a page to print.')
  .argument('<incident>', 'such as INC-42')
  .option('--format <format>', 'md, pdf, json or html (default: as --out ends, else md)')
  .option('--out <file>', 'a new file; standard output when left out')
  .option('--by-model', 'parts that nobody wrote: with what a model wrote and was verified', false)
  .action(lazily(async () => (await import('./export.ts')).exportReview));

const backups = storage(program.command('backup'))
  .description('Write the whole database to a new file; the server may be running.')
  .argument('<file>')
  .action(lazily(async () => (await import('./backup.ts')).backup));
backups
  .command('verify')
  .description('Read a backup to its end; exit code 1 when it was cut off or altered. Needs no server.')
  .argument('<file>')
  .action(lazily(async () => (await import('./backup.ts')).verifyBackupFile));

storage(program.command('doctor'))
  .description('Look at all that a server needs, beside a running one or without, and say what to do.')
  .option('--json', 'print the findings as JSON', false)
  .option('--strict', 'exit code 1 also after a warning', false)
  .action(lazily(async () => (await import('./doctor.ts')).doctor));

storage(program.command('restore'))
  .description('Fill an empty database from a backup; no server may be running on it.')
  .argument('<file>')
  .action(lazily(async () => (await import('./backup.ts')).restore));

remote(program.command('import'))
  .description(
    'Bring a rota from elsewhere: writes catalog files and a report, and applies them with --apply.',
  )
  .argument('<source>', 'opsgenie, pagerduty, grafana-oncall or goalert')
  .option('--plan', 'write files and report, apply nothing (what happens anyway without --apply)', true)
  .option('--apply', 'apply what was planned', false)
  .option('--dir <directory>', 'where files and report go', 'import')
  .option('--file <file>', 'an export made with --save, instead of the API')
  .option('--save <file>', 'also keep what the API answered, to import it later')
  .option('--api-url <url>', 'where its API is, unless it is the public one')
  .addOption(new Option('--api-key <key>', 'a key that may read').env('FIELDMARSHAL_IMPORT_KEY'))
  .option('--overwrite', 'also change objects that did not come from this import', false)
  .option('--key-query', 'print the query that a key of GoAlert has to be made for', false)
  .action(lazily(async () => (await import('./import/import.ts')).importRota));

program
  .command('watch')
  .description('Watch servers from another machine, without a database, and alarm by channels of its own.')
  .argument('[urls...]', 'the servers, such as https://fieldmarshal.example.org')
  .option('--config <file>', 'YAML or JSON: urls, channels, intervalS, timeoutS, failures, state')
  .option('--interval <seconds>', 'between two looks (default: 15)')
  .option('--timeout <seconds>', 'for one look (default: 10)')
  .option('--failures <number>', 'failed looks in a row that raise the alarm (default: 3)')
  .option('--state <file>', 'what survives a restart (default: fieldmarshal-watch.json)')
  .addOption(
    new Option('--smtp-url <url>', 'alarm by mail, through this server').env('FIELDMARSHAL_WATCH_SMTP_URL'),
  )
  .option('--mail-from <address>')
  .option('--mail-to <addresses>', 'comma-separated')
  .option('--webhook <url>', 'alarm by POST of JSON')
  .option('--ntfy <url>', 'alarm by a topic of ntfy')
  .option('--command <program>', 'alarm by a program of this machine')
  .option('--test', 'send one test message by every channel, and end', false)
  .action(lazily(async () => (await import('./watch/watch.ts')).watch));

const token = program.command('token').description('API tokens.');
remote(token.command('create'))
  .description('Make a token and print it, once.')
  .argument('<name>', 'what it is for')
  .option('--roles <roles>', 'comma-separated, at most your own (default: your own)', list)
  .option(
    '--abilities <abilities>',
    'comma-separated, such as catalog.write (default: all of the roles)',
    list,
  )
  .option('--expires <days>', '1 to 730', days, 90)
  .option('--service', 'belongs to no person and outlives whoever makes it', false)
  .action(lazily(async () => (await import('./token.ts')).createToken));
remote(token.command('list'))
  .description('List tokens.')
  .option('--all', "everybody's, for administrators", false)
  .action(lazily(async () => (await import('./token.ts')).listTokens));
remote(token.command('revoke'))
  .description('End a token.')
  .argument('<id>')
  .action(lazily(async () => (await import('./token.ts')).revokeToken));

const checks = program.command('checks').description('Playwright projects as checks.');
remote(checks.command('deploy'))
  .description('Bundle a Playwright project and make its checks on the server be these.')
  .argument('<directory>', 'of the Playwright configuration and fieldmarshal.checks.yaml')
  .option('--version <text>', 'version or commit, for people')
  .option('--dry-run', 'print what would change and change nothing', false)
  .action(lazily(async () => (await import('./checks/deploy-checks.ts')).deployChecks));
checks
  .command('test')
  .description('Run the checks of a Playwright project here, as a runner does; exit code 1 when one fails.')
  .argument('<directory>', 'of the Playwright configuration and fieldmarshal.checks.yaml')
  .option('--environment <name>', 'whose variables are used (default: the first)')
  .option('--only <text>', 'only checks with this in their names')
  .option('--output <directory>', 'where reports, screenshots and traces go (default: nowhere)')
  .action(lazily(async () => (await import('./checks/test-checks.ts')).testChecks));

program
  .command('runner')
  .description('Run checks for a server, from here: only outbound connections are made.')
  .addOption(new Option('--url <url>', 'the server').env('FIELDMARSHAL_URL').default('http://127.0.0.1:4600'))
  .addOption(new Option('--token <token>', 'of this runner').env('FIELDMARSHAL_RUNNER_TOKEN'))
  .addOption(
    new Option('--data <directory>', 'bundles, and results that wait to be sent')
      .env('FIELDMARSHAL_RUNNER_DATA')
      .default('./runner-data'),
  )
  .option('--lanes <number>', 'browsers at the same time (default: one for each core)', count)
  .action(lazily(async () => (await import('./checks/run-runner.ts')).runRunner));

remote(program.command('readiness').description('How ready products are.').command('gate'))
  .description('End with exit code 1, and the reasons, where a product does not meet what it must.')
  .argument('<product>')
  .option('--rung <rung>', 'every must up to bronze, silver or gold', 'bronze')
  .option('--min-score <number>', 'from 0 to 4', '0')
  .option('--fresh', 'what rests on old measures does not pass', false)
  .action(lazily(async () => (await import('./readiness.ts')).readinessGate));

remote(program.command('mcp'))
  .description('Serve the Model Context Protocol: standard input and output, or HTTP on this machine.')
  .option('--port <number>', 'HTTP at /mcp; each request brings its own API token')
  .option(
    '--host <address>',
    'address that HTTP listens on; put a proxy with TLS before any other',
    '127.0.0.1',
  )
  .option('--writes', 'also offer to write notes, to propose words of drafts and to declare incidents', false)
  .action(lazily(async () => (await import('./mcp/run-mcp.ts')).runMcp));

remote(program.command('bounce'))
  .description('Hand a mail that came back, on standard input, to the server: its page goes on at once.')
  .action(lazily(async () => (await import('./bounce.ts')).takeBounce));

const audit = program.command('audit').description('The audit log.');
remote(audit.command('verify'))
  .description('Check the hash chain of the audit log; exit code 1 when it is broken.')
  .argument('[file]', 'JSON lines of an export, or of a receiver, which are checked without a server')
  .option(
    '--complete',
    'fail where any entry is missing from the file, whatever the file says of itself',
    false,
  )
  .option('--head <row>', 'fail unless this row, noted earlier as number:hash, is there')
  .action(lazily(async () => (await import('./audit.ts')).verifyAudit));

addRelayCommands(program, remote);
addReleaseCommands(program);

function remote(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'the server').env('FIELDMARSHAL_URL').default('http://127.0.0.1:4600'),
    )
    .addOption(new Option('--token <token>', 'an API token').env('FIELDMARSHAL_TOKEN'));
}

function storage(command: Command): Command {
  return command
    .option('--data <directory>', 'data of the embedded database (default: ./data, or FIELDMARSHAL_DATA)')
    .option('--database-url <url>', 'a PostgreSQL instead of the embedded one (default: DATABASE_URL)');
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function days(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of days.');
}

function count(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 99.');
}
