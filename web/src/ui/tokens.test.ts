import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { color, night, type Palette } from './tokens.ts';
import { tokensCss } from './tokens-css.ts';

const squash = (text: string) => text.replace(/\s+/g, ' ').trim();

function luminance(hex: string): number {
  const channel = (start: number) => {
    const ratio = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return ratio <= 0.04045 ? ratio / 12.92 : ((ratio + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(front: string, back: string): number {
  const [low, high] = [luminance(front), luminance(back)].toSorted((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const words = ['text', 'text2', 'text3', 'accent', 'sevText'] as const;
const shapes = ['ctrl', 'focus', 'ok', 'degraded', 'failing', 'nodata', 'maint', 'sevLine'] as const;
const onFills = [
  ['onAccent', 'accentFill', 4.5],
  ['onSev', 'sevFill', 4.5],
  ['sevText', 'sevTint', 4.5],
  ['onFailing', 'failing', 4.5],
  ['onDegraded', 'degraded', 4.5],
] as const;

const themes: [string, Palette][] = [
  ['dark', color.dark],
  ['light', color.light],
  ['night', night],
];

test.each(themes)('%s keeps WCAG contrast on every surface', (_name, theme) => {
  const surfaces = [theme.bg, theme.s1, theme.s2, theme.s3];
  const worst = (front: string) => Math.min(...surfaces.map((back) => contrast(front, back)));
  const low = [
    ...words.filter((name) => worst(theme[name]) < 4.5),
    ...shapes.filter((name) => worst(theme[name]) < 3),
    ...onFills.filter(([front, back, least]) => contrast(theme[front], theme[back]) < least),
    ...theme.onL.filter((front, level) => {
      const ramp = [theme.l0, theme.l1, theme.l2, theme.l3, theme.l4];
      return contrast(front, ramp[level] ?? front) < 4.5;
    }),
  ];
  expect(low).toEqual([]);
});

test('tokens.css says what tokens.ts says', () => {
  const file = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
  expect(squash(file)).toBe(squash(tokensCss()));
});
