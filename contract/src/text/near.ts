import { sentencesOf } from './sentences.ts';
import { contentStems } from './words.ts';

/**
 * The sentences of `evidence` that say most of what `text` says: those with at least `shareMin` of its content, and of these only the nearest
 * and what is about as near. Empty for a text that says too little to compare.
 */
export function nearestIn(text: string, evidence: string, shareMin: number): string[] {
  const own = contentStems(text);
  if (own.size < 2) return [];
  const near = sentencesOf(evidence)
    .map((sentence) => {
      const theirs = contentStems(sentence.text);
      return { text: sentence.text, share: [...own].filter((stem) => theirs.has(stem)).length / own.size };
    })
    .filter(({ share }) => share >= shareMin);
  const best = Math.max(0, ...near.map(({ share }) => share));
  return near.filter(({ share }) => share >= best - 0.1).map((one) => one.text);
}
