import type { ApplyResult, FieldChange, ObjectChange } from '@fieldmarshal/contract/catalog';
import { connect, type Server } from './client.ts';
import { faultLine } from './failure.ts';
import { readYamlFiles } from './yaml-files.ts';

interface ApplyOptions extends Server {
  readonly dryRun: boolean;
  readonly prune: boolean;
}

/** Makes the catalog be as the files say; prints what changed, or would. */
export async function apply(places: readonly string[], options: ApplyOptions): Promise<void> {
  const client = connect(options);
  const { files, tooLarge } = await readYamlFiles(places);
  for (const path of tooLarge)
    console.error(`warning: ${path} is larger than 1 MiB and begins with no object: it was left alone.`);
  const result = await client.catalog.apply({
    files: [...files],
    dryRun: options.dryRun,
    prune: options.prune,
  });
  for (const warning of result.warnings) console.error(`warning: ${faultLine(warning)}`);
  for (const change of result.changes) console.log(changeText(change));
  console.log(summary(result));
}

function changeText({ action, kind, name, file, fields }: ObjectChange): string {
  const head = `${action.padEnd(6)}  ${kind} ${name}${file === undefined ? '' : `  (${file})`}`;
  return [head, ...fields.map((field) => `          ${fieldText(field)}`)].join('\n');
}

function fieldText({ path, before, after }: FieldChange): string {
  if (before === undefined) return `+ ${path}: ${valueText(after)}`;
  if (after === undefined) return `- ${path}: ${valueText(before)}`;
  return `~ ${path}: ${valueText(before)} → ${valueText(after)}`;
}

const valueLengthMax = 300;

function valueText(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length <= valueLengthMax ? text : `${text.slice(0, valueLengthMax)}…`;
}

function summary({ changes, unchanged, dryRun }: ApplyResult): string {
  const count = (action: ObjectChange['action']): number =>
    changes.filter((change) => change.action === action).length;
  const counts = `${count('create')} new, ${count('update')} changed, ${count('delete')} removed, ${unchanged} as before`;
  return dryRun ? `Would be applied: ${counts}. Nothing was changed.` : `Applied: ${counts}.`;
}
