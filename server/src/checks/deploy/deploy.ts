import type { DeployInput, DeployResult } from '@fieldmarshal/contract/checks';
import { deployObjects } from '#catalog';
import { permit } from '#identity';
import { actorKey, AppError, type Ctx } from '#platform';
import { hasBlob } from '../blobs/blob-store.ts';
import { storeProject } from '../blobs/project-store.ts';
import { missingSecrets } from '../secrets/names.ts';
import { loadSecrets } from '../secrets/secret-store.ts';

/** Makes the checks of a Playwright project be these, with its bundle: all of it or nothing. The bundle must be there, except for a dry run. */
export async function deployChecks(ctx: Ctx, input: DeployInput): Promise<DeployResult> {
  permit(ctx, 'check.write');
  const { project, digest, version, checks, dryRun } = input;
  checkProject(input);
  const isThere = await hasBlob(ctx.env.databases[ctx.pool], digest);
  if (!isThere && !dryRun)
    throw new AppError('refused', 'Send the bundle first, then deploy it.', {
      faults: [{ path: 'digest', message: 'no bundle with this SHA-256 is stored' }],
    });
  const by = actorKey(ctx.actor);
  const change = await deployObjects(ctx, {
    source: `project ${project}`,
    objects: checks.map((check) => ({ kind: 'Check' as const, ...check })),
    dryRun,
    along: async (tx) => storeProject(tx, { project, digest, version: version ?? null, by }),
  });
  return {
    project,
    digest,
    bundleMissing: !isThere,
    ...change,
    missingSecrets: missingSecrets(
      checks.map(({ spec }) => spec),
      await loadSecrets(ctx.env.databases[ctx.pool]),
    ),
  };
}

/** A deployment holds tests of its own project, and every name once. */
function checkProject({ project, checks }: DeployInput): void {
  const names = checks.map(({ name }) => name);
  const faults = checks.flatMap(({ name, spec: { probe } }, index) => [
    ...(probe.type === 'e2e' && probe.project === project
      ? []
      : [{ path: `checks[${index}].spec.probe`, message: `must be an e2e test of the project ${project}` }]),
    ...(names.indexOf(name) === index
      ? []
      : [{ path: `checks[${index}].name`, message: `"${name}" is given twice` }]),
  ]);
  if (faults.length > 0)
    throw new AppError('invalid', faults.map(({ path, message }) => `${path}: ${message}`).join('; '), {
      faults,
    });
}
