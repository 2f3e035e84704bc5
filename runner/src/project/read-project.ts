import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueInWords, unknownFields } from '@fieldmarshal/contract';
import { parseDocument } from 'yaml';
import { BundleRefusal, pack, type Packed } from '../bundle/pack.ts';
import { BadBundle, unpack, type UnpackedBundle } from '../bundle/unpack.ts';
import type { ListedTest } from '../inside/messages.ts';
import { checksOf, type NewCheck } from './checks-of.ts';
import { deployFile, deployFileName, type DeployFile } from './deploy-file.ts';
import { listTests } from './list-tests.ts';
import { otherBrowsers, type OtherBrowser } from './other-browsers.ts';

export interface Project {
  readonly file: DeployFile;
  readonly packed: Packed;
  readonly unpacked: UnpackedBundle;
  readonly tests: readonly ListedTest[];
  readonly checks: readonly NewCheck[];
  readonly otherBrowsers: readonly OtherBrowser[];
  /** Removes what was unpacked. */
  close(): void;
}

/** Packs a project, unpacks it as a runner would, and asks Playwright what is in it. Throws {@link BundleRefusal}. */
export async function readProject(directory: string, environment?: string): Promise<Project> {
  const file = readDeployFile(directory);
  const packed = await pack(directory, file);
  const scratch = mkdtempSync(join(tmpdir(), 'fieldmarshal-project-'));
  const close = (): void => rmSync(scratch, { recursive: true, force: true });
  try {
    const unpacked = await unpack(packed.bytes, join(scratch, 'bundle'));
    const variables = variablesFor(file, environment);
    const tests = await listTests(unpacked, {
      directory: join(scratch, 'list'),
      variables,
      secrets: file.secrets,
    });
    const checks = checksOf(file, tests);
    return { file, packed, unpacked, tests, checks, otherBrowsers: otherBrowsers(tests, checks), close };
  } catch (error) {
    close();
    throw error instanceof BadBundle ? new BundleRefusal(error.message) : error;
  }
}

/** Of the environment named, or else of the first; a configuration may need them to load. */
export function variablesFor(file: DeployFile, environment?: string): Record<string, string> {
  const one = file.environments.find((each) => each.environment === environment) ?? file.environments[0];
  return { ...file.variables, ...one?.variables };
}

function readDeployFile(directory: string): DeployFile {
  const path = join(directory, deployFileName);
  if (!existsSync(path)) {
    throw new BundleRefusal(
      `There is no ${deployFileName} in ${directory}. It needs at least "project: a-name"; see docs/checks-as-code.md.`,
    );
  }
  const document = parseDocument(readFileSync(path, 'utf8'), { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) throw new BundleRefusal(`${path}: ${broken.message}`);
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const parsed = deployFile.safeParse(value, { error: (issue) => issueInWords(issue, issue.input) });
  if (parsed.success) return parsed.data;
  const others = parsed.error.issues
    .filter(({ code }) => code !== 'unrecognized_keys')
    .map((issue) => ({ path: issue.path.join('.') || 'file', message: issue.message }));
  const faults = [...unknownFields(deployFile, value), ...others];
  throw new BundleRefusal(faults.map((fault) => `${path}: ${fault.path}: ${fault.message}`).join('\n'));
}
