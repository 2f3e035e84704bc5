import { plain, shown } from './escape.ts';
import { stateWords, type ShownState } from './words.ts';

const fills: Readonly<Record<ShownState, string>> = {
  operational: '#00685b',
  degraded: '#7a4d00',
  'wrong-data': '#8f1400',
  'partial-outage': '#8f1400',
  'major-outage': '#8f1400',
  maintenance: '#5a30ae',
};

/** An SVG of one line: a name and how it is. White on dark fills, at least 4.5:1. */
export function badgeOf(name: string, state: ShownState): string {
  const label = Array.from(plain(name)).slice(0, 40).join('');
  const word = stateWords[state];
  const left = widthOf(label);
  const right = widthOf(word);
  const text = (x: number, value: string): string => `<text x="${x}" y="14">${shown(value)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${shown(`${label}: ${word}`)}"><rect width="${left}" height="20" fill="#37424f"/><rect x="${left}" width="${right}" height="20" fill="${fills[state]}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(6, label)}${text(left + 6, word)}</g></svg>`;
}

function widthOf(text: string): number {
  return Math.ceil(Array.from(text).length * 7.2) + 12;
}
