import type { Sum } from './score.ts';

const letterPx = 7.2;

/** A badge of a product: its rung and score in words, in the blues of readiness, which are no health. */
export function readinessBadge(label: string, sum: Pick<Sum, 'score' | 'rung' | 'mustGaps'> | null): string {
  const text = wordsOf(sum);
  const name = `${label.length > 50 ? `${label.slice(0, 49)}…` : label} readiness`;
  const left = Math.round(name.length * letterPx + 14);
  const right = Math.round(text.length * letterPx + 14);
  const title = escape(`${name}: ${text}`);
  const fill = sum?.score === null || sum === null ? '#4a5563' : '#0a3f86';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="22" role="img" aria-label="${title}"><title>${title}</title><rect width="${left + right}" height="22" rx="3" fill="${fill}"/><path d="M0 3a3 3 0 0 1 3-3h${left - 3}v22H3a3 3 0 0 1-3-3z" fill="#2b333d"/><g fill="#fff" font-family="system-ui,sans-serif" font-size="13" text-anchor="middle"><text x="${left / 2}" y="15.5">${escape(name)}</text><text x="${left + right / 2}" y="15.5">${text}</text></g></svg>`;
}

function wordsOf(sum: Pick<Sum, 'score' | 'rung' | 'mustGaps'> | null): string {
  if (sum === null || sum.score === null) return 'not measured';
  const score = `${sum.score.toFixed(1)} of 4`;
  if (sum.rung !== null) return `${sum.rung}, ${score}`;
  return sum.mustGaps > 0 ? `${sum.mustGaps} musts open, ${score}` : score;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\p{Cc}/gu, ' ');
}
