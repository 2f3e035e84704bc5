import type { Difference } from './core/difference.ts';
import { outcomeOf, type ReportEntry } from './core/convert.ts';

const differencesShown = 1_000;

/** The report as Markdown: first what is not as it was, then all the rest. */
export function reportText(title: string, entries: readonly ReportEntry[]): string {
  const count = (outcome: string): number => entries.filter((entry) => outcomeOf(entry) === outcome).length;
  const head = `# Import from ${title}\n\n${count('carried over')} carried over as they were, ${count('changed')} with changes, ${count('left out')} left out.\n`;
  const order = ['left out', 'changed', 'carried over'] as const;
  const parts = order.flatMap((outcome) => {
    const found = entries.filter((entry) => outcomeOf(entry) === outcome);
    return found.length === 0
      ? []
      : [`\n## ${outcome[0]?.toUpperCase()}${outcome.slice(1)}\n\n${found.map(entryText).join('\n')}\n`];
  });
  return head + parts.join('');
}

function entryText(entry: ReportEntry): string {
  const { what, name, id, object, notes, differences, comparedWith } = entry;
  const head = `- ${what} ${plain(name)} (${plain(id)})${object === null ? '' : ` → ${object.kind} ${object.name}`}`;
  const lines = notes.map(
    ({ field, outcome, why }) => `  - ${outcome}: ${field === '' ? '' : `${plain(field)}: `}${plain(why)}`,
  );
  return [
    head,
    ...lines,
    ...differenceLines(
      differences,
      comparedWith === 'rules' ? ' (by its rules, since it did not say itself who is on)' : '',
    ),
  ].join('\n');
}

function differenceLines(differences: readonly Difference[] | null | undefined, by: string): string[] {
  if (differences === undefined) return [];
  if (differences === null)
    return ['  - before and after: not compared, since the source did not say who is on'];
  if (differences.length === 0)
    return [`  - before and after: the same people at every instant of 52 weeks${by}`];
  const shown = differences
    .slice(0, differencesShown)
    .map(
      ({ from, to, before, after }) =>
        `  - ${from} to ${to}: ${people(before)} before, ${people(after)} after`,
    );
  const more = differences.length - shown.length;
  return [
    `  - before and after: ${differences.length} stretches differ${by}`,
    ...shown,
    ...(more > 0 ? [`  - and ${more} more`] : []),
  ];
}

function people(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.map(plain).join(', ');
}

/** Text from outside on one line, without what Markdown would act on. */
function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .replaceAll(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`)
    .slice(0, 500);
}
