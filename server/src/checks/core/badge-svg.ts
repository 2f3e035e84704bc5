const words = {
  failing: { text: 'failing', fill: '#8f1400' },
  degraded: { text: 'degraded', fill: '#7a4d00' },
  ok: { text: 'ok', fill: '#00685b' },
  none: { text: 'no data', fill: '#4a5563' },
} as const;

/** Of 13 px text of the fonts that badges are shown in; a little more than the widest takes. */
const letterPx = 7.2;

/**
 * A status badge: the name and the worst of these states in words, so that it can be read without its colour. Unknown anywhere is
 * never *ok*.
 */
export function badgeSvg(label: string, states: readonly string[]): string {
  const { text, fill } = words[worstOf(states)];
  const name = label.length > 60 ? `${label.slice(0, 59)}…` : label;
  const left = Math.round(name.length * letterPx + 14);
  const right = Math.round(text.length * letterPx + 14);
  const title = escape(`${name}: ${text}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="22" role="img" aria-label="${title}"><title>${title}</title><rect width="${left + right}" height="22" rx="3" fill="${fill}"/><path d="M0 3a3 3 0 0 1 3-3h${left - 3}v22H3a3 3 0 0 1-3-3z" fill="#2b333d"/><g fill="#fff" font-family="system-ui,sans-serif" font-size="13" text-anchor="middle"><text x="${left / 2}" y="15.5">${escape(name)}</text><text x="${left + right / 2}" y="15.5">${text}</text></g></svg>`;
}

function worstOf(states: readonly string[]): keyof typeof words {
  if (states.includes('failing')) return 'failing';
  if (states.includes('degraded')) return 'degraded';
  return states.length > 0 && states.every((state) => state === 'ok') ? 'ok' : 'none';
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\p{Cc}/gu, ' ');
}
