import { z } from 'zod';
import { Refusal } from '../../failure.ts';
import type { SourceApi } from '../http.ts';
import type { Dump, Window } from '../source.ts';

const lists: Readonly<Record<string, string>> = {
  users: 'id name email contactMethods { id name type value disabled }',
  rotations: 'id name timeZone start type shiftLength userIDs activeUserIndex',
  schedules:
    'id name description timeZone targets { target { id type name } rules { id start end weekdayFilter } } temporarySchedules { start end shifts { userID start end } } shifts(start: $start, end: $end) { userID start end truncated }',
  escalationPolicies: 'id name description repeat steps { id delayMinutes targets { id type name } }',
  services: 'id name description escalationPolicyID',
  userOverrides: 'id start end addUserID removeUserID target { id type }',
};

const answerShape = z.looseObject({
  errors: z.array(z.looseObject({ message: z.string() })).nullish(),
  data: z
    .record(
      z.string(),
      z.looseObject({
        nodes: z.array(z.unknown()),
        pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      }),
    )
    .nullish(),
});
const pagesMax = 2_000;

/** GoAlert's GraphQL API, list by list, 100 at a time. */
export async function fetchGoAlert(api: SourceApi, window: Window): Promise<Dump> {
  const found: Record<string, unknown[]> = {};
  for (const [name, fields] of Object.entries(lists)) found[name] = await all(api, { name, fields, window });
  return found;
}

interface List {
  readonly name: string;
  readonly fields: string;
  readonly window: Window;
}

async function all(api: SourceApi, { name, fields, window }: List): Promise<unknown[]> {
  const items: unknown[] = [];
  let after = '';
  const dated = fields.includes('$start');
  const query = `query($after: String${dated ? ', $start: ISOTimestamp!, $end: ISOTimestamp!' : ''}) { ${name}(input: { first: 100, after: $after }) { nodes { ${fields} } pageInfo { endCursor hasNextPage } } }`;
  for (let page = 0; page < pagesMax; page += 1) {
    const variables = { after, ...(dated ? { start: window.from, end: window.to } : {}) };
    const { errors, data } = answerShape.parse(await api.post('api/graphql', { query, variables }));
    const list = data?.[name];
    if (!list) throw new Refusal(`GoAlert does not tell its ${name}: ${errors?.[0]?.message ?? 'no data'}.`);
    items.push(...list.nodes);
    if (!list.pageInfo.hasNextPage) return items;
    after = list.pageInfo.endCursor ?? '';
  }
  throw new Refusal(`GoAlert has more than ${pagesMax} pages of ${name}.`);
}
