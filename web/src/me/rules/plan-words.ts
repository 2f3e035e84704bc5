import type { OwnRules } from '@fieldmarshal/contract/oncall/own-rules';

type Ways = OwnRules['plan'][number]['ways'];

/** `E-mail ada@x.example at once, Call +447… after 2 min; where one fails, Slack.` */
export function planText(ways: Ways, words: Readonly<Record<Ways[number]['channel'], string>>): string {
  if (ways.length === 0) return 'Nothing rings.';
  const nameOf = ({ channel, destination }: Ways[number]): string =>
    channel === 'push' ? words[channel] : `${words[channel]} ${destination}`;
  const due = ways
    .filter(({ afterMinutes }) => afterMinutes !== null)
    .toSorted((a, b) => (a.afterMinutes ?? 0) - (b.afterMinutes ?? 0))
    .map((way) => `${nameOf(way)} ${way.afterMinutes === 0 ? 'at once' : `after ${way.afterMinutes} min`}`);
  const others = ways.filter(({ afterMinutes }) => afterMinutes === null).map(nameOf);
  const tail = others.length === 0 ? '' : `; where one fails, ${others.join(', then ')}`;
  return `${due.join(', ')}${tail}.`;
}
