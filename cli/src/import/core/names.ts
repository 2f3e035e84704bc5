import { createHash } from 'node:crypto';

/** Lower-case letters, digits and dashes of a text in any script that has a Latin form; '' where nothing is left. */
function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 55)
    .replace(/[^a-z0-9]+$/, '');
}

interface Named {
  readonly id: string;
  readonly name: string;
  /** Taken where the name has no Latin form, e.g. the local part of an e-mail address. */
  readonly instead?: string;
}

/**
 * A catalog name for each, by id: the same for the same input in any order. Those whose names meet all carry a mark made of their ids,
 * so that none of them depends on which was read first.
 */
export function namesFor(items: readonly Named[], kind: string): Map<string, string> {
  const slugs = items.map(({ id, name, instead = '' }) => ({
    id,
    slug: slugOf(name) || slugOf(instead) || `${kind}-${mark(id)}`,
  }));
  const counts = new Map<string, number>();
  for (const { slug } of slugs) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  return new Map(
    slugs.map(({ id, slug }) => [id, (counts.get(slug) ?? 0) > 1 ? `${slug}-${mark(id)}` : slug]),
  );
}

function mark(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 6);
}
