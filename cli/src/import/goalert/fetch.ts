import { z } from 'zod';
import { Refusal } from '../../failure.ts';
import type { SourceApi } from '../http.ts';
import { stretches } from '../core/stretches.ts';
import type { Dump, Window } from '../source.ts';
import { goalertDocument } from './document.ts';

const lists = ['users', 'rotations', 'escalationPolicies', 'services', 'userOverrides'] as const;
/** GoAlert tells the shifts of 50 days at most. */
const stretchDays = 49;
const pagesMax = 2_000;

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
type Answer = z.output<typeof answerShape>;

const withId = z.looseObject({ id: z.string() });
const withShifts = z.looseObject({ id: z.string(), shifts: z.array(z.unknown()) });

/** GoAlert's GraphQL API, list by list and page by page; the shifts of its schedules in stretches as long as it allows. */
export async function fetchGoAlert(api: SourceApi, window: Window): Promise<Dump> {
  const goalert = new GoAlert(api);
  const found: Record<string, unknown[]> = {};
  for (const name of lists) found[name] = await goalert.all(name, name);
  const schedules = await goalert.all('schedules', 'schedules');
  const shifts = new Map<string, unknown[]>();
  for (const [start, end] of stretches(window, stretchDays))
    for (const item of await goalert.all('shifts', 'schedules', { start, end })) {
      const { data } = withShifts.safeParse(item);
      if (data) shifts.set(data.id, [...(shifts.get(data.id) ?? []), ...data.shifts]);
    }
  found['schedules'] = schedules.map((item) => {
    const { data } = withId.safeParse(item);
    return data ? { ...data, shifts: shifts.get(data.id) ?? [] } : item;
  });
  return found;
}

class GoAlert {
  readonly #api: SourceApi;
  /** A key that was made for a document with other spaces takes it only where none is sent. */
  #sendsDocument = true;

  constructor(api: SourceApi) {
    this.#api = api;
  }

  /** Every item of a list, by the name of the operation and that of the field it asks for. */
  async all(
    operation: string,
    field: string,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<unknown[]> {
    const items: unknown[] = [];
    let after = '';
    for (let page = 0; page < pagesMax; page += 1) {
      const { errors, data } = await this.#ask(operation, { ...variables, after });
      const list = data?.[field];
      if (!list) throw refusal(operation, errors?.[0]?.message ?? 'no data');
      items.push(...list.nodes);
      if (!list.pageInfo.hasNextPage) return items;
      after = list.pageInfo.endCursor ?? '';
    }
    throw new Refusal(`GoAlert has more than ${pagesMax} pages of ${operation}.`);
  }

  async #ask(operationName: string, variables: Readonly<Record<string, string>>): Promise<Answer> {
    const query = this.#sendsDocument ? { query: goalertDocument } : {};
    const answer = answerShape.safeParse(
      await this.#api.post('api/graphql', { ...query, operationName, variables }),
    );
    if (!answer.success) throw refusal(operationName, 'its answer is none of GraphQL');
    if (!this.#sendsDocument || !answer.data.errors?.some(({ message }) => isOfAnotherDocument(message)))
      return answer.data;
    this.#sendsDocument = false;
    return this.#ask(operationName, variables);
  }
}

function isOfAnotherDocument(message: string): boolean {
  return message.includes('wrong query for API key');
}

function refusal(operation: string, why: string): Refusal {
  const isOfKey = isOfAnotherDocument(why) || /operation .* not found/.test(why);
  return new Refusal(
    isOfKey
      ? `GoAlert: this API key was made for another query (${why}). Make one, as Admin, with what "fieldmarshal import goalert --key-query" prints.`
      : `GoAlert does not tell its ${operation}: ${why}.`,
  );
}
