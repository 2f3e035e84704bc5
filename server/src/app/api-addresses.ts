import { contract } from '@fieldmarshal/contract';
import { isContractProcedure } from '@orpc/contract';

interface Address {
  readonly method: string;
  readonly pattern: RegExp;
}

let known: readonly Address[] | undefined;

/** The methods that the product API takes at a path without its prefix, such as `/incidents/INC-1`; empty where there is nothing. */
export function methodsOf(path: string): string[] {
  known ??= [...addressesIn(contract)];
  const methods = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return [...new Set(methods)].sort();
}

function* addressesIn(router: object): Generator<Address> {
  for (const entry of Object.values(router)) {
    if (!isContractProcedure(entry)) {
      yield* addressesIn(entry as object); // oxlint-disable-line typescript/no-unsafe-type-assertion -- a router holds routers and procedures
      continue;
    }
    const { method = 'POST', path } = entry['~orpc'].route;
    if (path === undefined) continue;
    yield { method, pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}/?$`) };
  }
}
