import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AppError, type Ctx } from '#platform';
import { as, testEnv } from '#testing';
import { applyObjects, exportObjects, readCatalog } from './index.ts';

const env = await testEnv();
const lead = as(env, 'ingrid', ['admin']);

async function demoFiles() {
  const directory = new URL('../../../demo/catalog/', import.meta.url);
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: `demo/catalog/${name}`,
      text: await readFile(new URL(name, directory), 'utf8'),
    })),
  );
}

function apply(ctx: Ctx, text: string, options: { dryRun?: boolean; prune?: boolean } = {}) {
  return applyObjects(ctx, { files: [{ path: 'a.yaml', text }], dryRun: false, prune: false, ...options });
}

describe('the demo', () => {
  it('applies, and applying it again changes nothing', async () => {
    const files = await demoFiles();
    const first = await applyObjects(lead, { files, dryRun: false, prune: false });
    expect(first.changes.length).toBeGreaterThan(50);
    expect(await applyObjects(lead, { files, dryRun: false, prune: true })).toMatchObject({ changes: [] });
    const catalog = await readCatalog(env);
    expect(catalog.ownerOf('gateway')?.name).toBe('edge');
    const exported = await exportObjects(lead, {});
    expect(exported.files.map((f) => f.path)).toContain('escalation-policy.yaml');
  });
});
