import { join, relative } from 'node:path';
import { hasBrowser } from '@fieldmarshal/runner';
import type { World } from './products/world.ts';
import { startAlerting } from './starter/alerting.ts';
import {
  applyCatalog,
  deployChecks,
  fieldmarshalUrl,
  root,
  startFieldmarshal,
  untilReady,
  type Reached,
} from './starter/fieldmarshal.ts';
import { places, takenPorts } from './starter/free-ports.ts';
import { controlUrl, startHousehold } from './starter/household.ts';
import { keysOf } from './starter/keys.ts';
import { makeSignInLink } from './starter/sign-in-link.ts';
import { build } from '../tools/build.ts';
import { startSite, stickOf } from './starter/site.ts';
import { undo } from './starter/undo.ts';
import { behindTheGap, whatToClick } from './starter/what-to-click.ts';

const withSite = process.argv.includes('--with-site');
const dataDirectory = process.env['DEMO_DATA'] ?? join(root, 'data/demo');
const began = performance.now();
const started = undo(say);
let isEnding = false;

/** One line for people; the same trouble again within a minute is not repeated. */
function say(sentence: string): void {
  const now = performance.now();
  if (now - (saidAt.get(sentence) ?? -Infinity) < 60_000) return;
  saidAt.set(sentence, now);
  console.error(`  ${sentence}`);
}
const saidAt = new Map<string, number>();

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  // Whatever hangs, the demo is gone after five seconds; the tethers end its programs.
  setTimeout(() => process.exit(code), 4800).unref();
  await started.run();
  process.exit(code);
}

async function start(): Promise<void> {
  const taken = await takenPorts(places({ withSite }));
  if (taken !== null) throw new Error(taken);
  const keys = keysOf(dataDirectory);
  console.log('  Starting Fieldmarshal, twelve products in three environments, and two applications…');
  await build(say);
  const headquarters = {
    url: fieldmarshalUrl,
    dataDirectory,
    keys,
    mailFrom: 'Fieldmarshal <fieldmarshal@relief.example>',
  };
  const server = startFieldmarshal(headquarters);
  started.add(() => server.stop());
  const [world] = await Promise.all([
    startHousehold({
      undo: started,
      changes: { url: `${fieldmarshalUrl}/intake/pagerduty/v2/change/enqueue`, routingKey: keys.intakeKey },
      tracesTo: process.env['DEMO_OTLP_URL'] ?? otlpUrl(keys.intakeKey, 'traces'),
      logsTo: process.env['DEMO_OTLP_LOGS_URL'] ?? otlpUrl(keys.intakeKey, 'logs'),
      onTrouble: say,
    }),
    untilReady(server, fieldmarshalUrl).then(() => applyCatalog(headquarters)),
  ]);
  void server.ended.then((code) => {
    if (isEnding) return undefined;
    say(`Fieldmarshal ended with code ${String(code)}. ${server.lastWords()}`);
    return end(1);
  });
  const watching = await startChecks(headquarters);
  const receiver = {
    address: new URL(fieldmarshalUrl).host,
    pathPrefix: `/intake/k/${keys.intakeKey}/alertmanager`,
  };
  const alerting = startAlerting({ world, receiver, controlUrl, onTrouble: say });
  started.add(() => alerting.stop());
  if (alerting.catalog !== null) await applyCatalog(headquarters, alerting.catalog);
  console.log(
    whatToClick({
      seconds: (performance.now() - began) / 1000,
      signInLink: await makeSignInLink(headquarters),
      keysFile: relative(root, join(dataDirectory, 'demo-keys.json')),
      watchedBy: alerting.description,
      tracesTo: process.env['DEMO_OTLP_URL'],
      checkedBy: watching,
      behindTheGap: withSite ? await startBehindTheGap(headquarters, world) : '',
    }),
  );
}

/** The site, and what is said of it. */
async function startBehindTheGap(headquarters: Reached, world: World): Promise<string> {
  const site = await startSite({
    dataDirectory,
    headquarters,
    world,
    controlUrl,
    undo: started,
    onTrouble: say,
  });
  const within = (path: string): string => relative(root, path);
  return behindTheGap({
    url: site.url,
    mailUrl: site.mailUrl,
    isCutOff: site.isCutOff,
    signInLink: await makeSignInLink(site),
    siteKeysFile: within(join(site.dataDirectory, 'demo-keys.json')),
    keysFile: within(join(dataDirectory, 'demo-keys.json')),
    stick: within(stickOf(dataDirectory)),
  });
}

/** Of Fieldmarshal itself. */
function otlpUrl(intakeKey: string, signal: 'traces' | 'logs'): string {
  return `${fieldmarshalUrl}/intake/k/${intakeKey}/otlp/v1/${signal}`;
}

/** What is said of it; the demo goes on without checks. */
async function startChecks(at: Reached): Promise<string> {
  if (!hasBrowser(process.env)) {
    return 'No Chromium or Chrome was found, so no end-to-end checks run (Debian: apt-get install chromium-headless-shell).';
  }
  return deployChecks(at).then(
    () =>
      '25 end-to-end checks run every five minutes in eu-prod and us-prod, a monitor of every product every ten seconds.',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

start().catch((error: unknown) => {
  if (!isEnding) console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
  return end(1);
});
