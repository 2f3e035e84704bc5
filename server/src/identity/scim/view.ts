import type { Config } from '#platform';
import { baseUrl } from '../base-url.ts';
import type { Member, StoredGroup } from './group-store.ts';
import type { StoredUser } from './user-store.ts';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** A resource as providers get it; `meta.version` is its ETag. */
export interface Shown {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly meta: { readonly location: string; readonly version: string; readonly [name: string]: string };
  readonly [name: string]: unknown;
}

export function showUser(config: Config, stored: StoredUser): Shown {
  const { id, user, groups } = stored;
  const { userName, externalId, active, displayName, name, emails } = user;
  return {
    schemas: [userSchema],
    ...{ id, externalId, userName, displayName, name, emails, active },
    groups: groups.map((group) => ({
      value: group.id,
      display: group.displayName,
      $ref: locationOf(config, 'Group', group.id),
    })),
    meta: metaOf(config, 'User', stored),
  };
}

/** `members` null: not asked for. */
export function showGroup(config: Config, stored: StoredGroup, members: readonly Member[] | null): Shown {
  const { id, displayName, externalId } = stored;
  return {
    schemas: [groupSchema],
    ...{ id, displayName },
    ...(externalId === null ? {} : { externalId }),
    ...(members === null
      ? {}
      : {
          members: members.map((member) => ({
            value: member.id,
            display: member.display,
            $ref: locationOf(config, 'User', member.id),
          })),
        }),
    meta: metaOf(config, 'Group', stored),
  };
}

function metaOf(
  config: Config,
  resourceType: 'User' | 'Group',
  { id, createdAt, changedAt, version }: StoredUser | StoredGroup,
): Shown['meta'] {
  return {
    resourceType,
    created: createdAt.toISOString(),
    lastModified: changedAt.toISOString(),
    version: versionTag(version),
    location: locationOf(config, resourceType, id),
  };
}

export function versionTag(version: number): string {
  return `W/"${version}"`;
}

function locationOf(config: Config, resourceType: 'User' | 'Group', id: string): string {
  return `${baseUrl(config)}/scim/v2/${resourceType}s/${id}`;
}
