import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { ImpactGraph, Uses } from './graph.ts';

type Places = Pick<ImpactGraph, 'applications' | 'environments' | 'runs'>;

/**
 * One entry for each application and environment that a customer uses. A use that names no environments is in every one where the
 * application runs. Users are those of the use, else the customer's shared evenly by its uses; those of a use evenly by its environments.
 */
export function usesOf(customers: readonly CatalogObject<'Customer'>[], house: Places): Uses {
  const customer: number[] = [];
  const application: number[] = [];
  const environment: number[] = [];
  const usersPerHour: number[] = [];
  const places = new Uint16Array(customers.length);
  for (const [number, { spec }] of customers.entries()) {
    const own = new Set<number>();
    for (const use of spec.uses) {
      const used = house.applications.numbers.get(use.application);
      if (used === undefined) continue;
      const where = environmentsOf(used, use.environments, house);
      const users = use.usersPerHour ?? shareOf(spec.usersPerHour, spec.uses.length);
      for (const place of where) {
        own.add(place);
        customer.push(number);
        application.push(used);
        environment.push(place);
        usersPerHour.push(users === undefined ? NaN : users / where.length);
      }
    }
    places[number] = own.size;
  }
  return {
    places,
    customer: Int32Array.from(customer),
    application: Int32Array.from(application),
    environment: Int32Array.from(environment),
    usersPerHour: Float64Array.from(usersPerHour),
  };
}

function shareOf(users: number | undefined, uses: number): number | undefined {
  return users === undefined ? undefined : users / uses;
}

function environmentsOf(application: number, named: readonly string[], places: Places): number[] {
  if (named.length > 0)
    return [...new Set(named)].flatMap((name) => places.environments.numbers.get(name) ?? []);
  return places.environments.names.flatMap((_, number) =>
    places.runs[number]?.[application] === 1 ? number : [],
  );
}
