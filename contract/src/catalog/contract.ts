import { oc } from '@orpc/contract';
import { z } from 'zod';
import { objectName } from '../name.ts';
import { page, pageQuery } from '../page.ts';
import { applyInput, applyResult } from './apply.ts';
import { kind, metadata, origin } from './kinds.ts';
import { dependencyMap } from './map.ts';

const tags = ['catalog'];
/** An object as it is read; what `spec` holds depends on the kind, see `kinds`. */
export const objectView = z.object({
  kind: z.string(),
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  spec: z.record(z.string(), z.unknown()),
  origin,
  generation: z.number().int(),
  updatedAt: z.string(),
});
export type ObjectView = z.infer<typeof objectView>;

const objectKey = z.object({ kind, name: objectName });

export const objectDetail = objectView.extend({
  /** False for objects from files: these are changed where they come from. */
  editable: z.boolean(),
  /** Whether whoever asks may save it: leads, and for a schedule the people of the team that owns it. */
  maySave: z.boolean(),
  /** Of a team: its members by its group of the identity provider, who stand in no file. */
  groupMembers: z.array(z.string()).optional(),
  /** Who names this object, at most 500. */
  usedBy: z.array(z.object({ kind: z.string(), name: z.string(), path: z.string() })),
});
export type ObjectDetail = z.infer<typeof objectDetail>;

const listObjectsInput = pageQuery.extend({
  kind: kind.optional(),
  /** Part of the name or display name, whatever the case. */
  search: z.string().max(200).optional(),
});

const putObjectInput = objectKey.extend({
  labels: metadata.shape.labels,
  spec: z.record(z.string(), z.unknown()),
  /** The generation that was edited; 0 to make a new object. Left out: whatever is there is replaced. */
  generation: z.number().int().min(0).optional(),
});

const deleteObjectInput = objectKey.extend({
  generation: z.coerce.number().int().min(1).optional(),
});

/** The HTTP contract of catalog; mounted under `/api/v1`. */
export const catalogContract = {
  list: oc
    .route({ method: 'GET', path: '/catalog', summary: 'Objects, by kind and name', tags })
    .input(listObjectsInput)
    .output(page(objectView)),
  get: oc
    .route({ method: 'GET', path: '/catalog/{kind}/{name}', summary: 'One object and who names it', tags })
    .input(objectKey)
    .output(objectDetail),
  put: oc
    .route({ method: 'PUT', path: '/catalog/{kind}/{name}', summary: 'Make or replace an object', tags })
    .input(putObjectInput)
    .output(objectView),
  delete: oc
    .route({
      method: 'DELETE',
      path: '/catalog/{kind}/{name}',
      summary: 'Remove an object nobody names',
      tags,
    })
    .input(deleteObjectInput)
    .output(objectView),
  apply: oc
    .route({
      method: 'POST',
      path: '/catalog/apply',
      summary: 'Make the catalog be as these files say, all of it or nothing',
      tags,
    })
    .input(applyInput)
    .output(applyResult),
  export: oc
    .route({ method: 'GET', path: '/catalog/export', summary: 'All objects as files for apply', tags })
    .input(z.object({ kind: kind.optional() }))
    .output(z.object({ files: z.array(z.object({ path: z.string(), text: z.string() })) })),
  map: oc
    .route({
      method: 'GET',
      path: '/map',
      summary: 'Dependencies with positions, and who breaks when `from` does',
      tags,
    })
    .input(z.object({ from: objectName.optional() }))
    .output(dependencyMap),
};
