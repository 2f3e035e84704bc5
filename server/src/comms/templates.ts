import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Template } from './core/choose-template.ts';

const folder = join(import.meta.dirname, 'templates');
let shipped: readonly Template[] | null = null;

/** The templates that come with the product: the `.liquid` files beside this one, named by their path. Read once. */
export function shippedTemplates(): readonly Template[] {
  shipped ??= readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.liquid'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path)
        .split(sep)
        .join('/')
        .replace(/\.liquid$/u, '');
      return { name, source: readFileSync(path, 'utf8') };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
  return shipped;
}
