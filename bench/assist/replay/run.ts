import { replay } from './measure.ts';

/** Prints by kind what of a model's recorded replies reached the screen; `--lost` also names each true sentence that did not. */
const { outcomes } = await replay();
const kinds = [...new Set(outcomes.flatMap(({ kind, feature }) => [kind, feature]))].sort();
const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
for (const kind of [...kinds, 'all']) {
  const those = outcomes.filter((one) => kind === 'all' || one.kind === kind || one.feature === kind);
  const good = sum(those.map((one) => one.good));
  process.stdout.write(
    `${kind.padEnd(16)} ${those.length} replies, unsafe shown in ${those.filter(({ unsafe }) => unsafe.length > 0).length}, ` +
      `good kept ${good === 0 ? '-' : `${((100 * sum(those.map(({ kept }) => kept))) / good).toFixed(1)}% of ${good}`}, ` +
      `by rules within ${Math.max(...those.map(({ rulesMs }) => rulesMs)).toFixed(0)} ms, over after ${Math.max(...those.map(({ endMs }) => endMs)).toFixed(0)} ms\n`,
  );
}
if (process.argv.includes('--lost'))
  for (const { kind, lost, unsafe } of outcomes)
    for (const one of [...lost.map((text) => `lost ${text}`), ...unsafe.map((text) => `UNSAFE ${text}`)])
      process.stdout.write(`${kind}: ${one}\n`);
