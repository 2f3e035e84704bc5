import type { Model } from '@fieldmarshal/server/rca';
import { probability } from '@fieldmarshal/server/rca';
import { fitOn } from './fit-rca.ts';
import { labelledRca, type LabelledRca } from './labelled-rca.ts';
import { figuresOf, type ScoredRca } from './score/rca.ts';
import { printTable } from './table.ts';
import { judgeRows } from './tasks/rca.ts';

type Score = (one: LabelledRca) => number;

/** Naive ways to say which incidents deserve a look. */
const baselines: Readonly<Record<string, Score>> = {
  duration: ({ vector }) => vector.duration,
  'number of updates': ({ vector }) => vector.updates,
  severity: ({ vector }) => vector.severity,
};

/**
 * Which incidents got a published analysis, never on what was learnt from: each year by weights of the other, older years (another policy) by
 * both, another company by Google. Then the same with the verdicts told one by one, as the product hears them.
 */
export function compareRca(data: string): void {
  const all = labelledRca(data);
  const google = all.filter(({ source }) => source === 'google-cloud');
  const of = (...years: string[]) => google.filter(({ year }) => years.includes(year));
  const [both, y22, y23, older] = [of('2022', '2023'), of('2022'), of('2023'), of('2019', '2020', '2021')];
  const other = all.filter(({ source }) => source !== 'google-cloud');
  printTable('Worth a deep root cause analysis', [
    ['', 'n', 'with', 'AUC', 'within', 'AP', 'top 20%', 'ECE'],
    ...Object.entries(baselines).map(([name, score]) => line(`${name}, 2022-23`, both, score)),
    line('Fieldmarshal: 2022 → 2023', y23, by(fitOn(y22))),
    line('Fieldmarshal: 2023 → 2022', y22, by(fitOn(y23))),
    line('Fieldmarshal: 2022-23 → 2019-21', older, by(fitOn(both))),
    line('Fieldmarshal: Google → Character.AI', other, by(fitOn(both))),
    line('… with verdicts, Google 2019-23 *', google, withVerdicts(google)),
    line('… with verdicts, 2022-23 only *', both, withVerdicts(both)),
  ]);
  console.log('* shipped weights, which have seen 2022-23: read the calibration, not the order.');
  const answers = judgeRows(
    all.map(({ row }) => row),
    () => null,
  );
  const flags = answers.filter(({ flag }) => flag);
  const cited = flags.filter(({ id, reasons }) => {
    const entries = new Set(all.find(({ row }) => row.id === id)?.row.updates.map((entry) => entry.id));
    return reasons.length >= 2 && reasons.every(({ evidence, text }) => text !== '' && entries.has(evidence));
  });
  console.log(
    `${flags.length} of ${all.length} flagged; ${cited.length} with two reasons or more that cite entries`,
  );
}

function by(model: Model): Score {
  return ({ vector }) => probability(vector, model);
}

function withVerdicts(rows: readonly LabelledRca[]): Score {
  const answers = judgeRows(
    rows.map(({ row }) => row),
    (index) => rows[index]?.accepted ?? null,
  );
  const scores = new Map(answers.map(({ id, score }) => [id, score]));
  return ({ row }) => scores.get(row.id) ?? 0;
}

function line(name: string, rows: readonly LabelledRca[], score: Score): (string | number)[] {
  const scored: ScoredRca[] = rows.map((one) => ({
    score: score(one),
    truth: one.accepted,
    group: one.row.impact ?? 'none',
  }));
  const { auc, within, ap, top20, ece } = figuresOf(scored);
  const truth = scored.filter((one) => one.truth).length;
  return [name, rows.length, truth, ...[auc, within, ap, top20, ece].map((value) => value.toFixed(3))];
}
