/**
 * The passwords that were most common in breaches, in lower case: 49,000, of the package `@zxcvbn-ts/language-common`. Nobody is asked and
 * nothing is fetched. Loaded when a password is chosen, which is rare, so that neither start nor memory of others pay for it.
 */
export async function breachedPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
}
