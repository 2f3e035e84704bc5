import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { BundleView, IntakeResult, PreparedBundle } from '@fieldmarshal/contract/relay';
import { bringAll } from '@fieldmarshal/contract/relay/bring';
import { connect, type Client, type Server } from '../client.ts';
import { Refusal } from '../failure.ts';
import { bringFile, bundleFiles, writeBundle, type Writing } from './carry.ts';
import { bringRelease } from './releases.ts';

interface ExportOptions extends Writing {
  readonly approve: boolean;
  /** Numbers to write again, as a request page has them: `3, 7-9`. */
  readonly again?: string | undefined;
}

/** At a site: shows what is new and would leave, asks, and writes it into a folder. */
export async function exportBundle(options: ExportOptions): Promise<void> {
  const client = connect(options);
  const self = await client.relay.self({});
  if (self.role !== 'site')
    throw new Refusal('This server has not joined as a site. At headquarters use "bundle down SITE".');
  if (options.again !== undefined)
    return writeAgain({ site: self.siteName ?? '', direction: 'up' }, options, options.again);
  const prepared = await client.relay.prepare({});
  console.log(whatLeaves(prepared));
  if (!options.approve && !(await agrees('Let exactly this leave?', leavesUnasked))) {
    await client.relay.discard({});
    console.log('Nothing was written. What is new stays new.');
    return;
  }
  const written = await client.relay.approve({ hash: prepared.hash });
  say(await writeBundle(written, options));
}

async function writeAgain(
  line: Pick<BundleView, 'site' | 'direction'>,
  options: Writing,
  text: string,
): Promise<void> {
  const { readRanges } = await import('@fieldmarshal/server/bundles');
  const numbers = readRanges(text);
  if (numbers === null)
    throw new Refusal(`"${text}" are no numbers of bundles: write them such as "3, 7-9".`);
  for (const sequence of numbers) say(await writeBundle({ ...line, sequence }, options));
}

/** Fields by what becomes of them, and some records as they would leave. */
function whatLeaves({
  site,
  sequence,
  counts,
  policy,
  fields,
  samples,
  bytes,
  from,
  to,
}: PreparedBundle): string {
  const lines = [
    `Bundle ${sequence} of ${site}, ${from} to ${to}, ${bytes} bytes, under the policy "${policy ?? ''}":`,
    ...Object.entries(counts).map(([kind, count]) => `  ${String(count).padStart(8)}  ${kind}`),
  ];
  for (const treatment of ['keep', 'pseudonymise', 'hash', 'drop'] as const) {
    const of = fields.filter((field) => field.treatment === treatment);
    if (of.length > 0)
      lines.push(`  ${treatment}: ${of.map(({ kind, field }) => `${kind}.${field}`).join(', ')}`);
  }
  return [...lines, 'Such as:', ...samples.map((sample) => `  ${JSON.stringify(sample)}`)].join('\n');
}

const leavesUnasked =
  'What leaves must be approved: run this at a terminal, or with --approve once you have looked at it.';
const appliesUnasked =
  'It is here and waits, and nothing of the catalog was changed. Apply it at a terminal, under Sites, or with --apply once you have looked at it.';

/** `unasked`: what to say where nobody can be asked. */
async function agrees(question: string, unasked: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Refusal(unasked);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(`${question} [y/N] `);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

interface DownOptions extends Writing {
  readonly catalog: boolean;
  /** A file that it takes along. */
  readonly release?: string | undefined;
  /** Numbers to write again instead of making one. */
  readonly again?: string | undefined;
}

/** At headquarters: makes a bundle for a site and writes it, or writes earlier ones once more. */
export async function writeDown(
  site: string,
  { catalog, again, release, ...options }: DownOptions,
): Promise<void> {
  if (again !== undefined) return writeAgain({ site, direction: 'down' }, options, again);
  const kept = release === undefined ? {} : { release: (await bringRelease(release, options)).sha256 };
  const made = await connect(options).relay.makeDown({ name: site, catalog, ...kept });
  say(await writeBundle(made, options));
}

function say(paths: readonly string[]): void {
  for (const path of paths) console.log(`Wrote ${path}`);
}

/**
 * On either side: brings bundles and parts of them. One that is refused, cannot be brought or cannot be applied keeps none of the others
 * back; the exit code is 1 then.
 */
export async function importBundles(
  places: readonly string[],
  { apply, ...server }: Server & { readonly apply: boolean },
): Promise<void> {
  const client = connect(server);
  const bring = async (path: string) =>
    bringFile(path, server).catch((error: unknown) => sayFailed(path, error));
  let failed = 0;
  for await (const [path, result] of bringAll(await bundleFiles(places), bring)) {
    const isGood =
      result !== null &&
      (await takeIn({ path, result, client, apply }).catch((error: unknown) => sayFailed(path, error)));
    if (isGood !== true) failed += 1;
  }
  if (failed > 0) throw new Refusal(`${failed} ${failed === 1 ? 'file was' : 'files were'} not taken in.`);
}

function sayFailed(path: string, error: unknown): null {
  if (!(error instanceof Refusal)) throw error;
  console.error(`failed   ${path}: ${error.message}`);
  return null;
}

interface Brought {
  readonly path: string;
  readonly result: IntakeResult;
  readonly client: Client;
  readonly apply: boolean;
}

/** Says what came of a file, and false where it was refused. */
async function takeIn({ path, result, client, apply }: Brought): Promise<boolean> {
  // A stick goes back and forth: what it carries for the other side is no fault.
  const isForOthers = result.reason === 'wrong-direction';
  console.log(`${(isForOthers ? 'skipped' : result.outcome).padEnd(7)}  ${path}: ${result.message}`);
  if (result.outcome === 'waits' && result.sequence !== null)
    await showDifference(client, result.sequence, apply);
  return result.outcome !== 'refused' || isForOthers;
}

async function showDifference(client: Client, sequence: number, apply: boolean): Promise<void> {
  const { difference, faults } = await client.relay.difference({ sequence });
  for (const fault of faults) console.error(`  ${fault}`);
  if (difference === null) throw new Refusal(`Bundle ${sequence} cannot be applied here.`);
  for (const { action, kind, name, fields } of difference.changes) {
    console.log(`  ${action.padEnd(6)}  ${kind}/${name}`);
    for (const { path, before, after } of fields)
      console.log(`            ${path}: ${JSON.stringify(before) ?? '-'} -> ${JSON.stringify(after) ?? '-'}`);
  }
  console.log(`  ${difference.unchanged} objects as before.`);
  // Where it changes nothing there is nothing to look at.
  const isSeen = apply || difference.changes.length === 0;
  if (!isSeen && !(await agrees(`Apply bundle ${sequence}?`, appliesUnasked))) return;
  await client.relay.apply({ sequence });
  console.log(`Applied bundle ${sequence}.`);
}

interface InspectOptions {
  readonly key?: string | undefined;
  readonly identity?: string | undefined;
}

/** Says what a file is, without a server; nothing is taken in. */
export async function inspectFile(path: string, { key, identity }: InspectOptions): Promise<void> {
  const { BundleRefusal, decrypted, inspectBundle } = await import('@fieldmarshal/server/bundles');
  const opener =
    identity === undefined ? null : /AGE-SECRET-KEY-1\S+/.exec(await readFile(identity, 'utf8'))?.[0];
  if (opener === undefined) throw new Refusal(`${identity ?? ''} holds no age identity.`);
  const look = async () => inspectBundle(await decrypted(createReadStream(path), opener), key ?? null);
  const { manifest, hash, signature } = await look().catch((error: unknown) => {
    throw error instanceof BundleRefusal ? new Refusal(`${path}: ${error.message}`) : error;
  });
  const { blocks, ...rest } = manifest;
  console.log(JSON.stringify({ ...rest, blocks: blocks.length, hash, signature }, null, 2));
  if (signature === 'wrong') throw new Refusal('The signature is not of this key.');
}
