import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { environmentOf } from '../batch/environment.ts';
import { listenTo, printed } from '../batch/listen.ts';
import { family } from '../batch/processes.ts';
import { startPlaywright } from '../batch/start-playwright.ts';
import { BundleRefusal } from '../bundle/pack.ts';
import { placesOf, type UnpackedBundle } from '../bundle/unpack.ts';
import type { ListedTest } from '../inside/messages.ts';
import { settingsVariable, type Settings } from '../inside/settings.ts';

/** Longest time that a project may take to load. */
const loadMs = 120_000;
/** A configuration may insist on a secret; none has its value where tests are only listed. */
const unknownSecret = 'not-known-while-listing';

interface Listing {
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Their names. */
  readonly secrets: readonly string[];
  readonly withinMs?: number;
}

/**
 * The checks that a bundle offers, asked of Playwright itself, from the bundle and nothing else: so what a runner would lack is missing
 * here too. Throws {@link BundleRefusal} in Playwright's own words for a project that does not load.
 */
export async function listTests(
  bundle: UnpackedBundle,
  { directory, variables, secrets, withinMs = loadMs }: Listing,
): Promise<ListedTest[]> {
  const settingsFile = writeSettings(directory, variables['baseUrl']);
  const folders = {
    project: bundle.directory,
    results: directory,
    home: directory,
    cache: join(directory, 'cache'),
  };
  const child = startPlaywright({
    ...placesOf(bundle.directory, bundle.manifest),
    arguments: ['--list'],
    environment: {
      ...environmentOf(
        {
          variables,
          secrets: Object.fromEntries(secrets.map((name) => [name, unknownSecret])),
          environment: 'list',
        },
        { folders, browserFolder: directory, endpoint: null },
      ),
      [settingsVariable]: settingsFile,
    },
    identity: null,
  });
  let tests: ListedTest[] = [];
  const troubles: string[] = [];
  const output = printed();
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => output.add(bytes));
  const channel = child.stdio[3];
  if (channel && 'setEncoding' in channel) {
    listenTo(channel, (message) => {
      if (message.type === 'listed') ({ tests } = message);
      if (message.type === 'trouble')
        troubles.push(`${message.error.location ?? ''} ${message.error.message}`.trim());
    });
  }
  if (!(await endsWithin(child, withinMs))) {
    const why = `The project was not loaded within ${withinMs / 1000} s: something in its configuration or beside its tests never ends.`;
    throw new BundleRefusal(atHome(`${why} ${output.text()}`.trim(), bundle));
  }
  if (troubles.length > 0) throw new BundleRefusal(atHome(troubles.join('\n\n'), bundle));
  if (tests.length === 0) {
    const words = atHome(output.text().trim(), bundle);
    throw new BundleRefusal(
      child.exitCode === 0 ? 'The project has no test.' : `Playwright could not load the project. ${words}`,
    );
  }
  return tests;
}

function writeSettings(directory: string, baseUrl: string | undefined): string {
  mkdirSync(directory, { recursive: true });
  const settings: Settings = {
    units: [],
    isListing: true,
    timeoutMs: 3_600_000,
    retries: 0,
    video: false,
    filmStrip: false,
    baseUrl,
    outputDirectory: directory,
    observedDirectory: join(directory, 'observed'),
  };
  const file = join(directory, 'list.json');
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

/** Whether it ends by itself; ended it is in any case. */
async function endsWithin(child: ChildProcess, ms: number): Promise<boolean> {
  let isInTime = true;
  const timer = setTimeout(() => {
    isInTime = false;
    family(child.pid ?? -1, null).kill();
  }, ms);
  await once(child, 'close');
  clearTimeout(timer);
  return isInTime;
}

/** What Playwright says of the unpacked copy, as its author knows the files, and without the insides of Node and Playwright. */
function atHome(words: string, bundle: UnpackedBundle): string {
  const { projectDirectory } = placesOf(bundle.directory, bundle.manifest);
  return words
    .split('\n')
    .filter(
      (line) => !/^\s+at .*(node:internal|[\\/]node_modules[\\/])|^- .*[\\/]node_modules[\\/]/.test(line),
    )
    .map((line) =>
      line.replaceAll(`${projectDirectory}${sep}`, '').replaceAll(`${bundle.directory}${sep}`, ''),
    )
    .filter((line) => !/^\s+at (Object\.<anonymous> \()?fieldmarshal\.generated/.test(line))
    .join('\n');
}
