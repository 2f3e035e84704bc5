import { InvalidArgumentError, type Command } from 'commander';
import { lazily } from '../lazily.ts';

type Remote = (command: Command) => Command;

/** `bundle …` and `site …`: how installations without a line between them exchange what happened. */
export function addRelayCommands(program: Command, remote: Remote): void {
  addBundleCommands(program, remote);
  addSiteCommands(program, remote);
}

function addBundleCommands(program: Command, remote: Remote): void {
  const bundle = program
    .command('bundle')
    .description('Bundles: what travels between a site and headquarters.');
  written(remote(bundle.command('export')))
    .description('At a site: show what is new, and write it into a folder once it is approved.')
    .option('--approve', 'do not ask; for scripts whose policy was approved', false)
    .option('--again <numbers>', 'write these once more, such as "3, 7-9" of a request page')
    .action(lazily(async () => (await import('./bundle.ts')).exportBundle));
  written(remote(bundle.command('down')))
    .description('At headquarters: make a bundle for a site and write it into a folder.')
    .argument('<site>')
    .option('--no-catalog', 'only what was written on its incidents')
    .option('--release <file>', 'take a release along, as "bundle release" wrote it')
    .option('--again <numbers>', 'write these once more, such as "3, 7-9" of a request page')
    .action(lazily(async () => (await import('./bundle.ts')).writeDown));
  remote(bundle.command('releases'))
    .description(
      'Releases that bundles can take along, or that came in one; writes them for "fieldmarshal update".',
    )
    .option('--out <folder>', 'write them there')
    .action(lazily(async () => (await import('./releases.ts')).showReleases));
  remote(bundle.command('import'))
    .description('Bring bundles, or parts of them, to this server. What is refused changes nothing.')
    .argument('<places...>', 'files and folders')
    .option('--apply', 'at a site: apply what changes the catalog without asking', false)
    .action(lazily(async () => (await import('./bundle.ts')).importBundles));
  remote(bundle.command('send'))
    .description('Send bundles over a one-way line (UDP): the last one, or what a request page asks for.')
    .argument('[numbers...]', 'such as "7: 3, 12-14; 9": bundles, and parts of them')
    .option('--udp <host:port>', 'from this machine to there; otherwise the server sends', hostAndPort)
    .option('--rate <megabits>', 'so many Mbit/s at most, from this machine', megabits, 10)
    .option('--site <name>', 'at headquarters: for which site')
    .action(lazily(async () => (await import('./diode.ts')).sendBundles));
  remote(bundle.command('listen'))
    .description('Listen at the end of a one-way line and hand what comes to the server.')
    .requiredOption('--udp <host:port>', 'where: 0.0.0.0:4699', hostAndPort)
    .action(lazily(async () => (await import('./diode.ts')).listenForBundles));
  remote(bundle.command('request'))
    .description('Say which bundles, and which parts of them, have not come: to be sent again.')
    .action(lazily(async () => (await import('./diode.ts')).printRequest));
  bundle
    .command('inspect')
    .description('Say what a file is and whether it is whole. Needs no server.')
    .argument('<file>')
    .option('--key <base64>', 'public key that should have signed it')
    .option('--identity <file>', 'age identity that opens it')
    .action(lazily(async () => (await import('./bundle.ts')).inspectFile));
}

function addSiteCommands(program: Command, remote: Remote): void {
  const site = program.command('site').description('Sites: who may send bundles.');
  remote(site.command('list'))
    .description('At headquarters: sites and how old their picture is.')
    .action(lazily(async () => (await import('./site.ts')).listSites));
  remote(site.command('invite'))
    .description('At headquarters: invite a site, for the first time or anew.')
    .argument('<name>')
    .requiredOption('--environments <names>', 'comma-separated, that it tells of', names)
    .option('--report-every <hours>', 'without a bundle for so long there is an alarm', hours, 24)
    .action(lazily(async () => (await import('./site.ts')).inviteSite));
  remote(site.command('join'))
    .description('At the site: answer an invitation.')
    .argument('<invitation>')
    .requiredOption('--code <code>', 'as it was told')
    .action(lazily(async () => (await import('./site.ts')).joinAsSite));
  remote(site.command('confirm'))
    .description('At headquarters: enrol a site by its answer.')
    .argument('<name>')
    .argument('<answer>')
    .action(lazily(async () => (await import('./site.ts')).confirmSite));
  remote(site.command('report'))
    .description('At headquarters: change after how long without a bundle there is an alarm.')
    .argument('<name>')
    .option('--every <hours>', 'at least one bundle in so many hours', hours)
    .option('--no-limit', 'no alarm, however long it is silent')
    .action(lazily(async () => (await import('./site.ts')).changeReporting));
  remote(site.command('revoke'))
    .description('At headquarters: believe a site no more.')
    .argument('<name>')
    .action(lazily(async () => (await import('./site.ts')).revokeSite));
  remote(site.command('link'))
    .description('At the site: how it calls headquarters by itself, for where a line exists now and then.')
    .option('--every <seconds>', 'between two calls, from 60', secondsOf)
    .option('--never', 'no calls: files are carried', false)
    .option('--address <url>', 'of headquarters, unless it is as the invitation says')
    .option('--standing', 'what the redaction policy of today lets through leaves without asking', false)
    .option('--now', 'call now, and say what came of it', false)
    .action(lazily(async () => (await import('./site.ts')).linkSite));
  remote(site.command('message'))
    .description('The smallest message: at a site print it for an incident; at headquarters enter one.')
    .argument('<words...>', 'INC-7, or the message as it was scanned or read out')
    .action(lazily(async () => (await import('./site.ts')).shortMessage));
  remote(site.command('rotate-key'))
    .description('At the site: sign with a new key from the bundle after the next on.')
    .action(lazily(async () => (await import('./site.ts')).rotateKey));
}

function written(command: Command): Command {
  return command
    .option('--out <folder>', 'where to, such as a USB stick', '.')
    .option('--encrypt', 'encrypt it to who shall read it (age)', false)
    .option('--part-size <size>', 'cut it into parts of at most so much: 700M, 20k', size);
}

function names(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function hours(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of hours.');
}

const units = new Map([
  ['k', 1024],
  ['M', 1024 ** 2],
  ['G', 1024 ** 3],
]);

function size(text: string): number {
  const found = /^([1-9]\d{0,9})([kMG]?)$/.exec(text);
  const bytes = Number(found?.[1]) * (units.get(found?.[2] ?? '') ?? 1);
  if (Number.isFinite(bytes) && bytes >= 1_024) return bytes;
  throw new InvalidArgumentError('It must be a size of at least 1k, such as 700M.');
}

function secondsOf(text: string): number {
  if (/^\d{2,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds, from 60 to 604800.');
}

function hostAndPort(text: string): string {
  const at = text.includes(':') ? text : `0.0.0.0:${text}`;
  if (/^([\w.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.test(at) && Number(at.slice(at.lastIndexOf(':') + 1)) <= 65_535)
    return at;
  throw new InvalidArgumentError('It must be HOST:PORT.');
}

function megabits(text: string): number {
  const rate = Number(text);
  if (rate >= 0.01 && rate <= 10_000) return rate;
  throw new InvalidArgumentError('It must be a number of Mbit/s.');
}
