// The list of what a release is made of, in CycloneDX 1.5, on standard output: `npm run sbom`.
import { readFileSync } from 'node:fs';
import type { Lockfile } from '../cli/src/release/packages.ts';
import { billOfMaterials } from '../cli/src/release/sbom.ts';

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
// npm wrote it.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
console.log(JSON.stringify(billOfMaterials(JSON.parse(text) as Lockfile), null, 2));
