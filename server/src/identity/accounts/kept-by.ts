/** What decides an account that its sign-in provider made; shown as where its roles come from. */
export function managedByProvider(name: string): string {
  return `${providerPrefix}${name}`;
}

const providerPrefix = 'sign-in provider ';

/** The same of accounts that SCIM made. */
export const managedByScim = 'SCIM';

/** Whether the account follows somebody whom a provider vouches for: its name here says nothing of who that is. */
export function followsProvider(managedBy: string | null): managedBy is string {
  return managedBy === managedByScim || managedBy?.startsWith(providerPrefix) === true;
}
