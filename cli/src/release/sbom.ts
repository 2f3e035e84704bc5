import type { Locked, Lockfile } from './packages.ts';

/**
 * The list of what a release is made of, in CycloneDX 1.5. Written from the lock file, since `npm sbom --omit=dev` (npm 11.19) leaves
 * out packages that a development tool also asks for as its peers: pg and kysely are among them. The same lock file gives the same text.
 * Every package that is not for development only is in it, those for other platforms, too; with `only` these folders.
 */
export function billOfMaterials({ version, packages }: Lockfile, only?: readonly string[]) {
  const wanted = only === undefined ? null : new Set(only);
  const components = Object.entries(packages)
    .filter(([path, { link, dev }]) => path.includes('node_modules/') && link !== true && dev !== true)
    .filter(([path]) => wanted?.has(path) ?? true)
    .map(([path, locked]) => component(path.slice(path.lastIndexOf('node_modules/') + 13), locked));
  const unique = new Map(components.map((each) => [each.purl, each]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', name: 'fieldmarshal', version, licenses: licensed('Apache-2.0') },
    },
    components: [...unique.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1)),
  };
}
function component(name: string, { version = '', license, integrity }: Locked) {
  // A package URL has its version behind the only @ that is not encoded.
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [, sha512] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(license === undefined ? {} : { licenses: licensed(license) }),
    ...(sha512 === undefined
      ? {}
      : { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }),
  };
}

/** One name of the SPDX list, or an expression of several. */
function licensed(text: string) {
  return /[ ()]/.test(text)
    ? [{ expression: text.replace(/^\((.*)\)$/, '$1') }]
    : [{ license: { id: text } }];
}
