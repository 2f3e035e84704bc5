import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isKind, type Kind } from '@fieldmarshal/contract/catalog';
import { z } from 'zod';
import { apply } from '../apply.ts';
import { connect } from '../client.ts';
import { Refusal } from '../failure.ts';
import { readYamlFiles } from '../yaml-files.ts';
import { convert } from './core/convert.ts';
import { filesOf, writeFiles, type Written } from './files.ts';
import { sourceApi } from './http.ts';
import { reportText } from './report.ts';
import type { Dump, Source, Window } from './source.ts';
import { sources } from './sources.ts';

export interface ImportFlags {
  readonly url: string;
  readonly token?: string;
  readonly apply: boolean;
  readonly plan: boolean;
  readonly dir: string;
  readonly file?: string;
  readonly save?: string;
  readonly apiUrl?: string;
  readonly apiKey?: string;
  readonly overwrite: boolean;
  readonly keyQuery: boolean;
}

const weeks = 52;

/** Plans: asks the source, writes the files and the report. Applies, where asked to, exactly these files. Safe to repeat. */
export async function importRota(name: string, flags: ImportFlags): Promise<void> {
  const source = sources.get(name);
  if (!source)
    throw new Refusal(`There is no importer for "${name}". There are: ${[...sources.keys()].join(', ')}.`);
  if (flags.keyQuery) {
    console.log(source.keyQuery ?? `A key of ${source.title} is made for no query.`);
    return;
  }
  const window = windowFrom(new Date());
  const dump = await readDump(source, flags, window);
  const span = { from: Date.parse(window.from), to: Date.parse(window.to) };
  const known =
    flags.token === undefined || flags.token === ''
      ? new Map<string, string>()
      : await knownPeople(name, flags);
  const { objects, report } = convert(source.read(dump, window), { source: name, span, known });
  if (report.length === 0)
    throw new Refusal(
      `${flags.file ?? source.title} holds no user, team, schedule or policy as ${source.title} names them, so nothing was written. Is it an export of ${source.title}, made with --save?`,
    );
  const written = await writeFiles(flags.dir, filesOf(objects));
  const text = reportText(source.title, report);
  await writeFile(join(flags.dir, 'report.md'), text);
  console.log(summary(text, flags.dir, written));
  if (flags.apply) await applyPlan(name, flags);
}

/** Whole hours, so that two plans within the hour compare the same. */
function windowFrom(now: Date): Window {
  const from = Math.floor(now.getTime() / 3_600_000) * 3_600_000;
  return { from: new Date(from).toISOString(), to: new Date(from + weeks * 7 * 86_400_000).toISOString() };
}

const dumpShape = z.looseObject({});

async function readDump(
  source: Source,
  { file, save, apiUrl, apiKey }: ImportFlags,
  window: Window,
): Promise<Dump> {
  if (file !== undefined) return readDumpFile(file);
  const base = apiUrl ?? source.apiDefault;
  if (base === null || apiKey === undefined)
    throw new Refusal(
      `Say where ${source.title} is: --api-key${base === null ? ' and --api-url' : ''}, or --file with an export of it.`,
    );
  if (!URL.canParse(base)) throw new Refusal(`--api-url must be an http or https address, not "${base}".`);
  const api = sourceApi({ base, headers: source.headers(apiKey), say: (line) => console.error(line) });
  const dump = await source.fetch(api, window);
  if (save !== undefined) await writeFile(save, JSON.stringify(dump, null, 1));
  return dump;
}

async function readDumpFile(path: string): Promise<Dump> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Refusal(`${path} cannot be read.`);
  });
  try {
    return dumpShape.parse(JSON.parse(text));
  } catch {
    throw new Refusal(`${path} is not a JSON object as --save writes it.`);
  }
}

/** Whom the server has already, from anywhere but this source. */
async function knownPeople(source: string, server: ImportFlags): Promise<Map<string, string>> {
  const client = connect(server);
  const found = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await client.catalog.list({
      kind: 'Person',
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { name, labels, spec } of page.items) {
      const { email } = spec;
      if (labels['import-source'] !== source && typeof email === 'string')
        found.set(email.toLowerCase(), name);
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

function summary(text: string, directory: string, { written, unchanged, kept, stale }: Written): string {
  return [
    text.split('\n')[2] ?? '',
    `Files in ${directory}: ${written.length} written, ${unchanged} as before.`,
    ...kept.map((path) => `kept as you edited it: ${path} (the new one is ${path}.new)`),
    ...stale.map((path) => `no longer in the source, left as it is: ${path}`),
    `Everything field by field, and 52 weeks before and after: ${join(directory, 'report.md')}`,
  ].join('\n');
}

/** Applies the directory, unless that would change objects that are not from this source. */
async function applyPlan(source: string, flags: ImportFlags): Promise<void> {
  const client = connect(flags);
  const { files } = await readYamlFiles([flags.dir]);
  const { changes } = await client.catalog.apply({ files: [...files], dryRun: true, prune: false });
  const foreign: string[] = [];
  for (const { action, kind, name } of changes) {
    if (action !== 'update') continue;
    const { items } = await client.catalog.list({ kind: kindOf(kind), search: name, limit: 200 });
    const labels = items.find((item) => item.name === name)?.labels ?? {};
    if (labels['import-source'] !== source) foreign.push(`${kind} ${name}`);
  }
  if (foreign.length > 0 && !flags.overwrite)
    throw new Refusal(
      `These are here already and not from this import: ${foreign.join(', ')}. Nothing was applied. Rename them in ${flags.dir}, or say --overwrite.`,
    );
  await apply([flags.dir], { ...flags, dryRun: false, prune: false });
}

function kindOf(text: string): Kind {
  if (isKind(text)) return text;
  throw new Refusal(`The server named a kind that is not known here: ${text}.`);
}
