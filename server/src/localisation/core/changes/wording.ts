import type { Change } from '../case.ts';
import type { Facts } from '../facts.ts';
import { clamp } from '../numbers.ts';
import { deviation } from '../witnesses/metrics/series.ts';
import type { Difference } from './difference.ts';
import { kinOf } from './kin.ts';
import type { Reason } from './reasons.ts';
import { words } from './words.ts';

interface Asked {
  readonly asked: ReadonlyMap<string, number>;
  readonly rarity: ReadonlyMap<string, number>;
}

/** Words that the change and the errors share, the rarer the better; what the change takes away counts most, then what it is about. */
export function wording(change: Change, { gone, come }: Difference, { asked, rarity }: Asked): Reason {
  const about = new Set(words(`${change.text} ${change.paths.join(' ')}`));
  const all = new Set([...about, ...words(change.difference ?? '')]);
  let nats = 0;
  const shared: string[] = [];
  for (const word of all) {
    const wanted = asked.get(word) ?? 0;
    const moved = gone.has(word) ? 2 : come.has(word) || about.has(word) ? 1.2 : 0.3;
    nats += wanted * moved * (rarity.get(word) ?? 0);
    if (wanted >= 0.5 && moved > 1) shared.push(word);
  }
  // An error that names in quotes what the change took away says it all.
  const isNamed = [...gone].some((word) => (asked.get(word) ?? 0) >= 3);
  const sentence =
    shared.length > 0 ? `It is about what the errors speak of: ${shared.slice(0, 5).join(', ')}.` : '';
  return { nats: clamp(Math.log1p(nats), 0, 4) + (isNamed ? 1.5 : 0), sentence };
}

/** How rare each word is among the changes: a word that all of them use tells nothing. */
export function rarityOf(changes: readonly Change[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { text, difference } of changes)
    for (const word of new Set(words(`${text} ${difference ?? ''}`)))
      uses.set(word, (uses.get(word) ?? 0) + 1);
  return new Map([...uses].map(([word, count]) => [word, Math.log((changes.length + 1) / count)]));
}

/** Words of what went wrong: what was reported, errors, messages that are gone, measurements that left their level. */
export function symptomWords({ case: { symptom, now, series } }: Facts): Map<string, number> {
  const weight = new Map<string, number>();
  const hear = (text: string, value: number) => {
    for (const word of new Set(words(text))) weight.set(word, Math.max(weight.get(word) ?? 0, value));
  };
  hear(symptom.text, 1);
  for (const { template, level } of now.logs) hear(template, level === 'error' ? 1 : 0.3);
  for (const one of series) {
    const seen = deviation(one, symptom.at);
    if (seen !== null && Math.max(seen.rise, seen.fall) > 5) hear(one.name, 0.7);
  }
  for (const { template, level } of now.logs)
    if (level === 'error') for (const quoted of quotes(template)) hear(quoted, 3);
  for (const one of series) for (const word of words(one.product)) weight.delete(word);
  for (const [word, value] of [...weight])
    for (const kin of kinOf(word)) weight.set(kin, Math.max(weight.get(kin) ?? 0, value * 0.5));
  return weight;
}

/** What an error names in quotes is nearly always what is wrong. */
function quotes(template: string): string[] {
  return [...template.matchAll(/(?<![\w])['"`\u2018]([\w.-]{2,40})['"`\u2019]/g)].map(
    (found) => found[1] ?? '',
  );
}
