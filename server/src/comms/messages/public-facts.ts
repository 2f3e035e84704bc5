import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Catalog } from '#catalog';
import type { Fact } from '../core/facts.ts';
import type { Hit } from './hits.ts';

/** What a person said users can do meanwhile, to readers of this language; null: nobody said anything. */
export function workaroundOf({ id, impact }: Incident, language: string): Fact<string> | null {
  const said = impact.workarounds.find((each) => each.language === language);
  return said === undefined ? null : { value: said.text, evidence: `${id}#workaround` };
}

interface Where {
  readonly incidentId: string;
  readonly catalog: Catalog;
  readonly language: string;
}

/**
 * Where it is hit, in public names. Null where it is hit everywhere, where it is not known, and where one of the places has no public name:
 * naming only the others would tell its readers that they are well.
 */
export function scopeOf(rows: readonly Hit[], { incidentId, catalog, language }: Where): Fact<string> | null {
  const apps = rows.filter(({ kind }) => kind !== 'environment');
  if (
    apps.length === 0 ||
    apps.some(({ everywhere, environments }) => everywhere || environments.length === 0)
  )
    return null;
  const places = [...new Set(apps.flatMap(({ environments }) => environments))];
  const names = places.flatMap((name) => catalog.get('Environment', name)?.spec.publicName ?? []);
  if (names.length !== places.length) return null;
  const value = new Intl.ListFormat(language, { type: 'conjunction' }).format([...new Set(names)]);
  return { value, evidence: `${incidentId}#impact` };
}
