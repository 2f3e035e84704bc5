import { color, night, size, type Palette } from './tokens.ts';

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function declarations(palette: Partial<Palette>, scheme: 'light' | 'dark'): string {
  const lines = [`  color-scheme: ${scheme};`];
  for (const [name, value] of Object.entries(palette)) {
    if (typeof value === 'string') lines.push(`  --${kebab(name)}: ${value.toLowerCase()};`);
    else value.forEach((each, level) => lines.push(`  --on-l${level}: ${each.toLowerCase()};`));
  }
  return lines.join('\n');
}

function sizes(): string {
  const lines = [
    ...size.space.map((px, index) => `  --space-${index + 1}: ${px}px;`),
    ...Object.entries(size.radius).map(([name, px]) => `  --radius-${name}: ${px}px;`),
    ...Object.entries(size.font).map(([name, px]) => `  --font-${name}: ${px}px;`),
    ...(['row', 'rowComfort', 'rowMatrix', 'touch', 'strip1', 'strip2', 'rail', 'lh'] as const).map(
      (name) => `  --${kebab(name)}: ${size[name]}px;`,
    ),
    `  --motion: ${size.motionMs}ms;`,
    `  --new-row: ${size.newRowMs}ms;`,
  ];
  return lines.join('\n');
}

const nightOnly: Partial<Palette> = {
  bg: night.bg,
  text: night.text,
  text2: night.text2,
  accentFill: night.accentFill,
};

/** The text of `tokens.css`. The operating system decides until `data-theme` is set on an element. */
export function tokensCss(): string {
  const indent = (text: string) => text.replace(/^/gm, '  ');
  return [
    '/* Written from tokens.ts; a test compares the two. */',
    `:root {\n${sizes()}\n}`,
    `:root,\n[data-theme='light'] {\n${declarations(color.light, 'light')}\n}`,
    `[data-theme='dark'],\n[data-theme='night'] {\n${declarations(color.dark, 'dark')}\n}`,
    `[data-theme='night'] {\n${declarations(nightOnly, 'dark')}\n}`,
    `@media screen and (prefers-color-scheme: dark) {\n  :root:not([data-theme]) {\n${indent(declarations(color.dark, 'dark'))}\n  }\n}`,
    `@media print {\n  :root,\n  [data-theme] {\n${indent(declarations(color.light, 'light'))}\n  }\n}`,
    '',
  ].join('\n\n');
}
