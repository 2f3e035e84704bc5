/** What a sentence may claim about how far an incident is. `recovered` is what people say before somebody resolves it. */
export type ClaimedState =
  | 'investigating'
  | 'identified'
  | 'mitigating'
  | 'monitoring'
  | 'recovered'
  | 'resolved';

const patterns: readonly (readonly [ClaimedState, RegExp])[] = [
  ['resolved', /\b(?:resolved|is over|closed|fully fixed)\b/gi],
  [
    'recovered',
    /\b(?:recovered|restored|back to normal|operating normally|has been (?:fixed|mitigated)|fully mitigated)\b/gi,
  ],
  ['monitoring', /\b(?:monitoring|watching)\b/gi],
  ['mitigating', /\b(?:mitigating|mitigation (?:is )?(?:under ?way|in progress))\b/gi],
  ['identified', /\bidentified\b/gi],
  ['investigating', /\binvestigating\b/gi],
];
/** What takes the claim back: `not yet resolved`, `until it is resolved`, `working to resolve`. */
const undone =
  /\b(?:not|n['’]t|never|no|nor|without|until|till|once|when|if|before|unless|whether|will be|to be|would be|could be|may be|might be|should be|expected to|partially|partly|mostly|nearly|almost|cannot)\b[^.;,]{0,40}$/i;

/** The states a text claims to be so, once each. What is denied, conditional or only hoped for is none. */
export function statesClaimed(text: string): ClaimedState[] {
  return patterns
    .filter(([, pattern]) =>
      [...text.matchAll(pattern)].some(
        (match) => !undone.test(text.slice(Math.max(0, match.index - 60), match.index)),
      ),
    )
    .map(([state]) => state);
}

/** Words that leave nothing out, leave all else out, or count roughly: a claim may use them only where its source does. */
export function absolutesIn(text: string): string[] {
  return [
    ...new Set(
      (
        text
          .toLowerCase()
          .match(
            /\b(?:all|every|everyone|always|entire|entirely|fully|completely|globally|permanent|permanently|only|solely|majority|half|dozens?|hundreds?|thousands?|millions?|billions?)\b/g,
          ) ?? []
      ).map((word) => sameAs(word)),
    ),
  ];
}

/** One word for those that claim the same. */
function sameAs(word: string): string {
  if (word === 'everyone' || word === 'every') return 'all';
  if (word === 'only' || word === 'solely') return 'only';
  return word.replace(/(?:ly|s)$/, '');
}
