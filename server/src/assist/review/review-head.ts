import type { Incident } from '@fieldmarshal/contract/incidents';

/** What a review on paper is headed with: its name, and what it is of and from when. */
export function reviewHead(
  incident: Incident,
  asOf: Date,
): { readonly name: string; readonly about: string } {
  const { id, title, severity, state, drill, private: isPrivate, product, environment } = incident;
  const facts = [
    severity ?? 'severity not assessed',
    state,
    ...(isPrivate ? ['private'] : []),
    ...(product === null ? [] : [product]),
    ...(environment === null ? [] : [environment]),
    `as of ${asOf.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ];
  return {
    name: `${drill ? 'DRILL ' : ''}Review of ${id}: ${title}`,
    about: `${facts.join(', ')}. Times are UTC; numbers in brackets are entries of the log.`,
  };
}
