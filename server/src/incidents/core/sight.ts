import { readersOf, type Incident } from '@fieldmarshal/contract/incidents';

/** As the platform has it of whoever asks. */
export interface Sight {
  readonly person: string | null;
  readonly hiddenEnvironments: readonly string[];
  readonly scope: {
    readonly teams: readonly string[] | null;
    readonly products: readonly string[];
    readonly environments: readonly string[] | null;
  } | null;
}

type Seen = Pick<
  Incident,
  | 'private'
  | 'environment'
  | 'product'
  | 'teams'
  | 'declaredBy'
  | 'roles'
  | 'pages'
  | 'tasks'
  | 'readers'
  | 'review'
>;

/** Whether the incident exists for whoever has this sight; undefined: nothing is hidden from them. */
export function sees(incident: Seen, sight: Sight | undefined): boolean {
  if (sight === undefined) return true;
  const { environment } = incident;
  if (environment !== null && sight.hiddenEnvironments.includes(environment)) return false;
  return !incident.private || isReader(incident, sight);
}

/** Whether it is theirs to work on: in their scope, or they were asked in person. */
export function worksOn(incident: Seen, sight: Sight | undefined): boolean {
  const scope = sight?.scope ?? null;
  if (scope === null || sight === undefined || isReader(incident, sight)) return true;
  const { environment, product, teams } = incident;
  const isInPlace =
    scope.environments === null || (environment !== null && scope.environments.includes(environment));
  const isOfTeam =
    scope.teams === null ||
    (product !== null && scope.products.includes(product)) ||
    teams.some(({ team }) => scope.teams?.includes(team));
  return isInPlace && isOfTeam;
}

function isReader(incident: Seen, { person }: Sight): boolean {
  return person !== null && readersOf(incident).has(person);
}
