import { deployInput, type DeployResult } from '@fieldmarshal/contract/checks';
import type { Project } from '@fieldmarshal/runner';
import { connect, type Server } from '../client.ts';
import { Refusal } from '../failure.ts';
import { openProject } from './open-project.ts';

interface DeployOptions extends Server {
  readonly version?: string | undefined;
  readonly dryRun: boolean;
}

const sendMs = 300_000;

/** Makes the checks of a project on the server be those in this folder; sends its bundle where the server does not have it. */
export async function deployChecks(directory: string, options: DeployOptions): Promise<void> {
  const client = connect(options);
  const project = await openProject(directory);
  try {
    const input = inputFor(project, options);
    const planned = await client.checks.deploy({ ...input, dryRun: true });
    if (options.dryRun) {
      console.log(`${resultText(planned)} Nothing was changed.`);
      return;
    }
    if (planned.bundleMissing) await sendBundle(project, options);
    console.log(resultText(await client.checks.deploy({ ...input, dryRun: false })));
  } finally {
    project.close();
  }
}

function inputFor({ file, packed, checks }: Project, { version }: DeployOptions) {
  const parsed = deployInput.safeParse({
    project: file.project,
    digest: packed.digest,
    ...(version === undefined ? {} : { version }),
    checks: checks.map(({ name, spec }) => ({ name, labels: {}, spec })),
    dryRun: false,
  });
  if (parsed.success) return parsed.data;
  throw new Refusal(
    'The checks cannot be deployed as they are. Nothing was changed.',
    parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}

async function sendBundle({ packed }: Project, { url, token }: Server): Promise<void> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/check-bundles/${packed.digest}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token ?? ''}`, 'content-type': 'application/gzip' },
    body: new Uint8Array(packed.bytes),
    signal: AbortSignal.timeout(sendMs),
  });
  if (!response.ok) {
    throw new Refusal(
      `The bundle was not taken: ${response.status} ${(await response.text()).slice(0, 300)}`,
    );
  }
  await response.body?.cancel();
}

function resultText({ project, created, changed, removed, unchanged, missingSecrets }: DeployResult): string {
  for (const { name, environment } of missingSecrets) {
    console.error(
      `warning: the secret ${name} has no value in ${environment}; its checks will fail until it has.`,
    );
  }
  for (const [word, names] of [
    ['new', created],
    ['changed', changed],
    ['removed', removed],
  ] as const) {
    for (const name of names) console.log(`${word.padEnd(7)}  ${name}`);
  }
  return `Checks of ${project}: ${created.length} new, ${changed.length} changed, ${removed.length} removed, ${unchanged} as before.`;
}
