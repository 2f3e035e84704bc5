/** Words that must not appear, each with what to write instead. */
const replacements: Readonly<Record<string, string>> = {
  FIXME: 'an issue, or the fix',
  TODO: 'an issue, or the work',
  XXX: 'an issue, or the work',
  '@ts-ignore': 'a type',
  luxon: 'temporal-polyfill',
  'default now()': 'an explicit now() in the insert, so that tests can move time',
};

/** The banned words in a text, as `word: use …`. */
export function bannedWords(text: string): string[] {
  return Object.entries(replacements)
    .filter(([word]) => text.includes(word))
    .map(([word, instead]) => `${word}: use ${instead}`);
}

/** Whether a text has more than `limit` lines. */
export function linesOver(text: string, limit: number): boolean {
  return text.trimEnd().split('\n').length > limit;
}

/** Relative link targets of a Markdown text that `exists` denies; addresses and anchors are not looked at. */
export function brokenLinks(markdown: string, exists: (target: string) => boolean): string[] {
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^([a-z]+:|#|\/)/.test(target))
    .filter((target) => !exists(target.replace(/#.*$/, '')));
}

/** Files in the migrations folder whose name does not fit, or whose time is taken. */
export function misorderedMigrations(names: readonly string[]): string[] {
  const files = names.filter((name) => name !== 'schema.sql');
  const times = files.map((name) => name.slice(0, 14));
  return files.filter(
    (name, index) => !/^\d{14}-[a-z0-9-]+\.sql$/.test(name) || times.indexOf(name.slice(0, 14)) !== index,
  );
}
