import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** What comes with a project and is none of it; `.env` files hold secrets, which belong to the server. */
const leftOut = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'test-results',
  'playwright-report',
  'blob-report',
  '.cache',
  '.auth',
  'coverage',
  '.DS_Store',
]);

export interface ProjectFiles {
  /** From the root, with `/`, in order. */
  readonly files: string[];
  /** Files of secrets that stay at home. */
  readonly withheld: string[];
  /** Links to something that exists, and where that really is: from the root and absolute. */
  readonly links: { readonly at: string; readonly to: string }[];
}

/** Follows no link: what lies outside of the project does not get into a bundle by accident. `leaveOut` are files and folders from the root. */
export function projectFiles(root: string, leaveOut: readonly string[] = []): ProjectFiles {
  const files: string[] = [];
  const withheld: string[] = [];
  const links: { at: string; to: string }[] = [];
  const unwanted = new Set(leaveOut.map((path) => path.replace(/^\.\//, '').replace(/\/+$/, '')));
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      if (leftOut.has(name)) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (unwanted.has(path)) continue;
      const stat = lstatSync(join(root, path));
      if (stat.isSymbolicLink() && existsSync(join(root, path)))
        links.push({ at: path, to: realpathSync(join(root, path)) });
      if (stat.isDirectory()) walk(path);
      else if (stat.isFile()) (/^\.env(\.|$)/.test(name) ? withheld : files).push(path);
    }
  };
  walk('');
  return { files, withheld, links };
}

export function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path) && !path.endsWith('.d.ts');
}

const configurationNames = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'].map((end) => `playwright.config.${end}`);

export function configurationOf(files: readonly string[]): string | null {
  return configurationNames.find((name) => files.includes(name)) ?? null;
}

/**
 * Whether a project starts its browser in its own way, with arguments or another channel: then it gets a browser of its own, and a
 * warm one otherwise. Looks for the names of the options; one too many costs only time.
 */
export function wantsOwnBrowser(root: string, sources: readonly string[]): boolean {
  const options = /\b(launchOptions|channel|connectOptions|headless)\s*[:=]|\b(firefox|webkit)\b/;
  return sources.some((path) => options.test(readFileSync(join(root, path), 'utf8')));
}
