import { createHash } from 'node:crypto';
import type { Catalog } from '#catalog';
import type { Basis } from '../../core/messages/changes.ts';
import { hitValue } from '../../core/messages/felt.ts';
import type { Wanted } from '../../core/messages/plan.ts';
import { customersOf } from '../../sending/readers.ts';
import { rowsFor, whereaboutsOf, type Gathered } from './gather.ts';
import { worstFirst, type Hit } from './hits.ts';
import { workaroundOf } from './public-facts.ts';

/** What a message to this audience rests on: when any of it changes, whoever approves is told. */
export function basisOf(gathered: Gathered, wanted: Wanted): Basis {
  const { state, severity, drill, mergedInto } = gathered.incident;
  const workaround = workaroundOf(gathered.incident, wanted.language);
  const rows = rowsFor(gathered, wanted);
  return {
    'the state': state,
    'the severity': severity ?? 'not assessed',
    ...(drill ? { 'this incident': 'a drill' } : {}),
    ...(mergedInto === null ? {} : { 'this incident': `merged into ${mergedInto}` }),
    ...(workaround === null ? {} : { 'what users can do': workaround.value }),
    ...readersIn(gathered, wanted),
    ...rejectedIn(gathered, wanted),
    ...placesIn(rows, gathered.catalog),
    ...hitsIn(rows),
  };
}

/** Every workflow and environment, and every application in the worst state of what is hit of it. */
function hitsIn(rows: readonly Hit[]): Basis {
  const ofApplications = Map.groupBy(
    rows.filter(({ kind }) => kind !== 'environment'),
    ({ kind, name, application }) => (kind === 'application' ? name : application),
  );
  const applications = [...ofApplications].flatMap(([name, own]) => {
    const [worst] = worstFirst(own);
    if (name === null || worst === undefined) return [];
    const everywhere = own.some((row) => row.kind === 'application' && row.everywhere);
    return [[`application ${name}`, hitValue(worst.state, everywhere, surest(own))] as const];
  });
  const others = rows
    .filter(({ kind }) => kind !== 'application')
    .map(
      ({ kind, name, state, everywhere, standing }) =>
        [`${kind} ${name}`, hitValue(state, everywhere && kind === 'workflow', standing)] as const,
    );
  return Object.fromEntries([...applications, ...others]);
}

function surest(rows: readonly Hit[]): Hit['standing'] {
  const order = ['confirmed', 'likely', 'possible'] as const;
  return order.find((standing) => rows.some((row) => row.standing === standing)) ?? 'possible';
}

/** Where it is hit, as far as customers know it by a name: they have no rows of environments. */
function placesIn(rows: readonly Hit[], catalog: Catalog): Basis {
  const places = rows
    .flatMap(({ environments }) => environments)
    .filter((name) => catalog.get('Environment', name)?.spec.publicName !== undefined);
  return Object.fromEntries(places.map((name) => [`environment ${name}`, 'hit']));
}

/** What people said is not hit. */
function rejectedIn({ incident, catalog }: Gathered, { audience, application }: Wanted): Basis {
  const rejected = incident.impact.decisions.filter(
    ({ kind, name, decision }) =>
      decision === 'rejected' &&
      kind !== 'customer' &&
      (audience !== 'customers' ||
        (kind === 'application'
          ? name === application
          : catalog.get('Workflow', name)?.spec.application === application)),
  );
  return Object.fromEntries(rejected.map(({ kind, name }) => [`${kind} ${name}`, 'not hit, rejected']));
}

/** More are told by their number. */
const namedMax = 8;

/** The customers who are told, by name or, where they are many, by how many and which. */
function readersIn(gathered: Gathered, wanted: Wanted): Basis {
  if (wanted.audience !== 'customers') return {};
  const { catalog, told } = gathered;
  const { customers } = customersOf(wanted, { catalog, told, ...whereaboutsOf(gathered, wanted) });
  const names = customers.map(({ name, spec }) => spec.displayName ?? name).toSorted();
  const digest = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 6);
  const shown = names.length > namedMax ? `${names.length} customers (${digest})` : names.join(', ');
  return { 'who is told': shown === '' ? 'no customer' : shown };
}
