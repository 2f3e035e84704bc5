import { join } from 'node:path';
import { z } from 'zod';
import { readRows } from './rows.ts';
import { areaUnderCurve, levelsFound, namesFound, recallAt30 } from './score/triage.ts';
import { printTable } from './table.ts';
import { triageOf, triageRow } from './tasks/triage.ts';

const incidentRow = z.object({
  id: z.string(),
  source: z.string(),
  impact: z.string(),
  components: z.array(z.string()),
  started_at: z.string(),
  resolved_at: z.string().nullable(),
});
type IncidentRow = z.infer<typeof incidentRow>;
const files = ['google-cloud', 'anthropic', 'github', 'characterai'];

/** Triage and first understanding from the first post, by company and by year. The weights are by hand, so every row is unseen. */
export function compareTriage(data: string): void {
  const path = join(data, 'views/triage.jsonl.gz');
  const truth = new Map(
    files.flatMap((file) => readRows(join(data, `${file}.jsonl`), incidentRow)).map((row) => [row.id, row]),
  );
  const answers = triageOf(path);
  const posts = new Map(readRows(path, triageRow).map((row) => [row.id, row]));
  const keyword = /outage|down|unavailable|all |multiple|critical|fail|error/i;
  const rows = answers.flatMap((answer) => {
    const real = truth.get(answer.id);
    const post = posts.get(answer.id);
    if (real === undefined || post === undefined) return [];
    const said = keyword.test(`${post.title} ${post.updates[0]?.body ?? ''}`);
    return [{ answer, real, bad: isBad(real), naive: Number(said) + answer.components.length * 0.1 }];
  });
  const groups: [string, (row: IncidentRow) => boolean][] = [
    ['Fieldmarshal', () => true],
    ...files
      .slice(0, 3)
      .map((file): [string, (row: IncidentRow) => boolean] => [`  ${file}`, ({ source }) => source === file]),
    ...['2022', '2023', '2024', '2025', '2026'].map((year): [string, (row: IncidentRow) => boolean] => [
      `  ${year}`,
      ({ started_at: at }) => at.startsWith(year),
    ]),
  ];
  printTable('Triage and first understanding, from the first post', [
    ['', 'n', 'bad', 'AUC', 'recall at 30%', 'products P', 'products F1', 'impact F1', 'called too low'],
    [
      'keywords and products named',
      rows.length,
      '',
      areaUnderCurve(rows.map(({ naive, bad }) => ({ score: naive, bad }))).toFixed(3),
      recallAt30(rows.map(({ naive, bad }) => ({ score: naive, bad }))).toFixed(3),
    ],
    ...groups.map(([name, wanted]) => {
      const some = rows.filter(({ real }) => wanted(real));
      const scored = some.map(({ answer, bad }) => ({ score: answer.escalate, bad }));
      const names = namesFound(
        some.map(({ answer, real }) => ({ found: answer.components, true: real.components })),
      );
      const levels = levelsFound(
        some.map(({ answer, real }) => ({ said: answer.impact, true: real.impact })),
      );
      const share = some.filter(({ bad }) => bad).length / Math.max(1, some.length);
      return [
        name,
        some.length,
        share.toFixed(2),
        areaUnderCurve(scored).toFixed(3),
        recallAt30(scored).toFixed(3),
        names.precision.toFixed(2),
        names.f1.toFixed(2),
        levels.f1.toFixed(3),
        levels.under.toFixed(2),
      ];
    }),
  ]);
}

/** Turned out critical, or wide, or major for two hours. */
function isBad({ impact, components, started_at: start, resolved_at: end }: IncidentRow): boolean {
  const hours = end === null ? 0 : (Date.parse(end) - Date.parse(start)) / 3_600_000;
  return impact === 'critical' || components.length >= 4 || (impact === 'major' && hours >= 2);
}
