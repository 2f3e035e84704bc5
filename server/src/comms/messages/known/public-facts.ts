import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Catalog } from '#catalog';
import type { Fact } from '../../core/facts.ts';
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
  const places = placesOf(rows);
  const names = places.flatMap((name) => publicNameOf(catalog, name) ?? []);
  if (places.length === 0) return null;
  if (names.length !== places.length) return null;
  const value = new Intl.ListFormat(language, { type: 'conjunction' }).format([...new Set(names)]);
  return { value, evidence: `${incidentId}#impact` };
}

/** Which of the places have no public name, so that no message says where it is hit. */
export function unnamedPlaces(rows: readonly Hit[], catalog: Catalog): string[] {
  return placesOf(rows).filter((name) => publicNameOf(catalog, name) === undefined);
}

/** Where it is hit, by name; none where that is everywhere or not known. */
function placesOf(rows: readonly Hit[]): string[] {
  const apps = rows.filter(({ kind }) => kind !== 'environment');
  const isTold = apps.every(({ everywhere, environments }) => !everywhere && environments.length > 0);
  return isTold ? [...new Set(apps.flatMap(({ environments }) => environments))] : [];
}

function publicNameOf(catalog: Catalog, environment: string): string | undefined {
  return catalog.get('Environment', environment)?.spec.publicName;
}
