// The list of what a release is made of, in CycloneDX 1.5, on standard output: `npm run sbom`.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
}

interface Lockfile {
  readonly version: string;
  readonly packages: Readonly<Record<string, Locked>>;
}

/**
 * Written from the lock file, since `npm sbom --omit=dev` (npm 11.19) leaves out packages that a development tool also asks for as its
 * peers: pg and kysely are among them. The same lock file gives the same text. Every package that is not for development only is in it,
 * those for other platforms, too.
 */
export function billOfMaterials({ version, packages }: Lockfile) {
  const components = Object.entries(packages)
    .filter(([path, { link, dev }]) => path.includes('node_modules/') && link !== true && dev !== true)
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
  // npm wrote it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const lock = JSON.parse(text) as Lockfile;
  console.log(JSON.stringify(billOfMaterials(lock), null, 2));
}
