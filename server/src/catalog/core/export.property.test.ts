import type { AnyCatalogObject } from '@fieldmarshal/contract/catalog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCatalog } from './check.ts';
import { exportFiles } from './export.ts';
import { parseObject } from './new-object.ts';
import { keyOf, planApply } from './plan.ts';
import { ObjectReader, type ReadResult } from './read-objects.ts';
import { referencesOf } from './references.ts';
import { readDocuments, type SourceFile } from './yaml/documents.ts';
import { anyCatalog } from '../testing/any-catalog.ts';

function read(files: readonly SourceFile[]): ReadResult {
  const reader = new ObjectReader();
  for (const file of files) {
    for (const step of readDocuments(file)) {
      if ('fault' in step) throw new Error(JSON.stringify(step.fault));
      reader.add(step.document);
    }
  }
  return reader.finish();
}

function exported(objects: readonly AnyCatalogObject[]): SourceFile[] {
  return [...exportFiles(objects)].flatMap((file) => file ?? []);
}

describe('what is exported', () => {
  it('applies back to the same catalog, whatever the order of its documents', () => {
    fc.assert(
      fc.property(anyCatalog, fc.boolean(), (objects, isReversed) => {
        const files = exported(objects);
        const result = read(isReversed ? files.toReversed() : files);
        expect(result.faults).toEqual([]);
        const back = result.objects.map(({ object }) => ({ ...object, origin: { from: 'ui' } as const }));
        expect(checkCatalog(back)).toEqual([]);
        expect(planApply(objects, back, true)).toMatchObject({
          upserts: [],
          removals: [],
          unchanged: objects.length,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is refused without an object that another one names, which is said by name', () => {
    fc.assert(
      fc.property(anyCatalog, fc.nat(), (objects, pick) => {
        const gone = objects[pick % objects.length];
        if (!gone) return;
        const rest = objects.filter((object) => object !== gone);
        const users = rest.filter((object) =>
          referencesOf(object).some(({ kind, name }) => kind === gone.kind && name === gone.name),
        );
        const blamed = checkCatalog(read(exported(rest)).objects.map(({ object }) => object));
        expect(new Set(blamed.map(keyOf))).toEqual(new Set(users.map(keyOf)));
        expect(blamed.every(({ message }) => message.includes(`no ${gone.kind} "${gone.name}"`))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('comes in files small enough to be applied', () => {
    const many = Array.from({ length: 3_000 }, (_, i): AnyCatalogObject => {
      const parsed = parseObject({
        kind: 'Hub',
        metadata: { name: `h${i}` },
        spec: { timeZone: 'Etc/UTC', description: 'x'.repeat(500) },
        origin: { from: 'ui' },
      });
      if ('faults' in parsed) throw new Error('bad');
      return { ...parsed.object, generation: 1, updatedAt: '' };
    });
    const files = exported(many);
    expect(files.map(({ path }) => path)).toEqual(
      ['hub.yaml', 'hub-2.yaml', 'hub-3.yaml', 'hub-4.yaml'].slice(0, files.length),
    );
    expect(files.every((file) => file.text.length <= 1024 * 1024)).toBe(true);
    expect(read(files).objects).toHaveLength(3_000);
  });
});
