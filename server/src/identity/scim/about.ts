import type { Config } from '#platform';
import { baseUrl } from '../base-url.ts';
import { pageMax } from './lists.ts';
import { groupSchema, userSchema } from './view.ts';

type Document = Readonly<Record<string, unknown>>;

/** What of SCIM there is here (RFC 7643 5). */
export function serviceProviderConfig(config: Config): Document {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: pageMax },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A SCIM token, made under Admin, Sign-in.',
        primary: true,
      },
    ],
    meta: {
      resourceType: 'ServiceProviderConfig',
      location: `${baseUrl(config)}/scim/v2/ServiceProviderConfig`,
    },
  };
}

export function resourceTypes(config: Config): Document[] {
  return [
    { id: 'User', endpoint: '/Users', schema: userSchema },
    { id: 'Group', endpoint: '/Groups', schema: groupSchema },
  ].map(({ id, ...rest }) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    ...{ id, name: id, ...rest },
    meta: { resourceType: 'ResourceType', location: `${baseUrl(config)}/scim/v2/ResourceTypes/${id}` },
  }));
}

interface Attribute {
  readonly type?: 'string' | 'boolean' | 'complex' | 'reference';
  readonly required?: boolean;
  readonly mutability?: 'readWrite' | 'readOnly';
  readonly uniqueness?: 'none' | 'server';
  readonly caseExact?: boolean;
  readonly multiValued?: boolean;
  readonly subAttributes?: readonly Document[];
}

function attribute(name: string, more: Attribute = {}): Document {
  return {
    ...{
      name,
      type: 'string',
      multiValued: false,
      required: false,
      caseExact: false,
      mutability: 'readWrite',
    },
    ...{ returned: 'default', uniqueness: 'none' },
    ...more,
  };
}

/** The attributes that are kept; all others are taken and forgotten. */
export function schemas(config: Config): Document[] {
  const of = (id: string, name: string, attributes: Document[]): Document => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...{ id, name, attributes },
    meta: { resourceType: 'Schema', location: `${baseUrl(config)}/scim/v2/Schemas/${id}` },
  });
  const listed = { type: 'complex', multiValued: true } as const;
  const readOnly = { mutability: 'readOnly' } as const;
  return [
    of(userSchema, 'User', [
      attribute('userName', { required: true, uniqueness: 'server' }),
      attribute('externalId', { caseExact: true }),
      attribute('displayName'),
      attribute('active', { type: 'boolean' }),
      attribute('name', {
        type: 'complex',
        subAttributes: ['formatted', 'givenName', 'familyName'].map((name) => attribute(name)),
      }),
      attribute('emails', {
        ...listed,
        subAttributes: [attribute('value'), attribute('type'), attribute('primary', { type: 'boolean' })],
      }),
      attribute('groups', {
        ...{ ...listed, ...readOnly },
        subAttributes: [attribute('value', readOnly), attribute('display', readOnly)],
      }),
    ]),
    of(groupSchema, 'Group', [
      attribute('displayName', { required: true, uniqueness: 'server' }),
      attribute('externalId', { caseExact: true }),
      attribute('members', {
        ...listed,
        subAttributes: [attribute('value'), attribute('display', readOnly)],
      }),
    ]),
  ];
}
