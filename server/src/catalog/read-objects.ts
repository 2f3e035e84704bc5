import { setImmediate } from 'node:timers/promises';
import {
  kindNames,
  type AnyCatalogObject,
  type Kind,
  type ObjectDetail,
  type ObjectView,
} from '@fieldmarshal/contract/catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { exportFiles } from './core/export.ts';
import { isFromFile } from './core/plan.ts';
import type { SourceFile } from './core/yaml/documents.ts';
import { readCatalog } from './snapshot.ts';
import { maySave } from './keepers/permit-put.ts';
import { toView } from './view.ts';

interface ListObjects {
  readonly kind?: Kind | undefined;
  readonly search?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Objects by kind and name. A cursor stays good while objects come and go. */
export async function listObjects(
  ctx: Ctx,
  { kind, search, limit, cursor }: ListObjects,
): Promise<{ items: ObjectView[]; nextCursor: string | null }> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const wanted = search?.trim().toLowerCase() ?? '';
  const all = kind ? catalog.allOf(kind) : catalog.all();
  const found = all.filter((object) => isAfter(object, cursor) && matches(object, wanted));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((object) => toView(object)),
    nextCursor: last && found.length > limit ? `${last.kind}/${last.name}` : null,
  };
}

function isAfter(object: AnyCatalogObject, cursor: string | undefined): boolean {
  if (cursor === undefined) return true;
  const slash = cursor.indexOf('/');
  const order =
    kindNames.indexOf(object.kind) - kindNames.findIndex((kind) => kind === cursor.slice(0, slash));
  return order > 0 || (order === 0 && object.name > cursor.slice(slash + 1));
}

function matches({ name, spec }: AnyCatalogObject, wanted: string): boolean {
  return name.includes(wanted) || (spec.displayName ?? '').toLowerCase().includes(wanted);
}

const usersMax = 500;

export async function getObject(
  ctx: Ctx,
  { kind, name }: { kind: Kind; name: string },
): Promise<ObjectDetail> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const object = catalog.find(kind, name);
  if (!object) throw notFound(`${kind} "${name}"`);
  const usedBy = catalog.referrersOf(kind, name).slice(0, usersMax);
  const groupMembers = kind === 'Team' ? catalog.groupMembers(name) : [];
  return {
    ...toView(object),
    editable: !isFromFile(object),
    maySave: !isFromFile(object) && maySave(ctx, catalog, object),
    usedBy: usedBy.map((user) => ({ ...user })),
    ...(groupMembers.length > 0 ? { groupMembers } : {}),
  };
}

/** All objects, or those of one kind, as files that can be applied. */
export async function exportObjects(
  ctx: Ctx,
  { kind }: { kind?: Kind | undefined },
): Promise<{ files: SourceFile[] }> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const objects = kind ? catalog.allOf(kind) : catalog.all();
  const files: SourceFile[] = [];
  let steps = 0;
  for (const file of exportFiles(objects)) {
    if (file) files.push(file);
    steps += 1;
    if (steps % 50 === 0) await setImmediate();
  }
  return { files };
}
