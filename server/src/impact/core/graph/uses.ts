import type { Names, Uses } from './graph.ts';
import type { Part } from './part.ts';
import type { Places } from './places.ts';

/**
 * One entry for each application and environment that a customer uses. A use that names no environments is in every one where the
 * application runs. Users are those of the use, else the customer's shared evenly by its uses; those of a use evenly by its environments.
 */
export function usesOf({ list: customers }: Part<'Customer'>, applications: Names, places: Places): Uses {
  const customer: number[] = [];
  const application: number[] = [];
  const environment: number[] = [];
  const usersPerHour: number[] = [];
  const placesOf = new Uint16Array(customers.length);
  const starts = new Int32Array(customers.length + 1);
  for (const [number, { spec }] of customers.entries()) {
    const own = new Set<number>();
    for (const use of spec.uses) {
      const used = applications.numbers.get(use.application);
      if (used === undefined) continue;
      const where = environmentsOf(used, use.environments, places);
      const users = use.usersPerHour ?? shareOf(spec.usersPerHour, spec.uses.length);
      for (const place of where) {
        own.add(place);
        customer.push(number);
        application.push(used);
        environment.push(place);
        usersPerHour.push(users === undefined ? NaN : users / where.length);
      }
    }
    placesOf[number] = own.size;
    starts[number + 1] = customer.length;
  }
  return {
    starts,
    places: placesOf,
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
