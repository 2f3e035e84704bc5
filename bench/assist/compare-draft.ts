import { join } from 'node:path';
import { z } from 'zod';
import { post, readRows, type Post } from './rows.ts';
import { checkNames, draftBaselines, judgeDraft, type JudgedDraft } from './score/draft.ts';
import { printTable } from './table.ts';
import { draftOf, draftRow, type DraftRow } from './tasks/draft.ts';

const incident = z.object({ id: z.string(), updates: z.array(post.omit({ id: true })) });

interface Moment {
  readonly row: DraftRow;
  readonly real: string;
  readonly known: string;
}

/** Messages for every moment of the development incidents, by company. Nothing is fitted to any of them, so every row is unseen. */
export function compareDrafts(data: string): void {
  const moments = momentsOf(data);
  const judged = (text: (moment: Moment) => string) =>
    moments.map((moment) => ({ moment, judged: judgeDraft(text(moment), moment.row, moment) }));
  const ours = judged(({ row }) => draftOf(row).text);
  const groups: [string, (moment: Moment) => boolean][] = [
    ['first posts', ({ row }) => row.prior.length === 0],
    ...[...new Set(moments.map(({ row }) => row.source))].map(
      (source): [string, (moment: Moment) => boolean] => [source, ({ row }) => row.source === source],
    ),
  ];
  printTable('Messages', [
    ['', 'n', `all ${checkNames.length}`, 'leaks', 'symptom F1', 'info', 'words'],
    ...Object.entries(draftBaselines).map(([name, write]) =>
      line(
        name,
        judged(({ row, real }) => write(row, real)).map((one) => one.judged),
      ),
    ),
    line(
      'Fieldmarshal',
      ours.map((one) => one.judged),
    ),
    ...groups.map(([name, isIn]) =>
      line(
        `  ${name}`,
        ours.filter(({ moment }) => isIn(moment)).map((one) => one.judged),
      ),
    ),
  ]);
  printTable('Checks that our messages do not pass', [
    ...checkNames.map((name) => [name, ours.filter((one) => one.judged.failed.includes(name)).length]),
  ]);
}

function momentsOf(data: string): Moment[] {
  const updates: ReadonlyMap<string, readonly Omit<Post, 'id'>[]> = new Map(
    ['google-cloud', 'anthropic', 'github', 'characterai'].flatMap((company) =>
      readRows(join(data, `${company}.jsonl`), incident).map((one) => [one.id, one.updates] as const),
    ),
  );
  return readRows(join(data, 'views/draft.jsonl.gz'), draftRow).flatMap((row) => {
    const posts = updates.get(row.id) ?? [];
    const index = posts.findIndex(({ at, status }) => at === row.now && status === row.stage);
    const real = posts[index]?.body;
    if (real === undefined) return [];
    const known = posts.slice(0, index + 1).map(({ body }) => body);
    return [{ row, real, known: known.join('\n') }];
  });
}

function line(name: string, judged: readonly JudgedDraft[]): (string | number)[] {
  return [
    name,
    judged.length,
    share(judged.map(({ failed }) => (failed.length === 0 ? 1 : 0))),
    judged.filter(({ leaks }) => leaks).length,
    share(judged.map(({ symptomF1 }) => symptomF1)),
    share(judged.map(({ info }) => info)),
    share(
      judged.map(({ words }) => words),
      0,
    ),
  ];
}

/** The mean of what can be told. */
function share(values: readonly (number | null)[], digits = 3): string {
  const told = values.filter((value) => value !== null);
  return told.length === 0
    ? '-'
    : (told.reduce((total, value) => total + value, 0) / told.length).toFixed(digits);
}
