import { pathToFileURL } from 'node:url';

/** Of the file that stands beside the project's own configuration, so that relative paths in that mean the same. */
export const configurationFileName = 'fieldmarshal.generated.config.mjs';

/** `own` is the file name of the project's configuration, or `null` where it has none. */
export function configurationFile(own: string | null): string {
  const entry = pathToFileURL(new URL('entry.ts', import.meta.url).pathname).href;
  const theirs = own === null ? 'const own = {};' : `import * as own from ${JSON.stringify(`./${own}`)};`;
  return `import { enter } from ${JSON.stringify(entry)};\n${theirs}\nexport default enter(own);\n`;
}
