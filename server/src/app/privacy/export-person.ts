import type { PersonData } from '@fieldmarshal/contract/privacy';
import { permitOn, recordRead } from '#identity';
import { notFound, sightOf, type Ctx } from '#platform';
import { tablesAbout, type Row } from './person-rows.ts';

const rowsMax = 5_000;

/** What names the person, themselves or by who manages identity, at most 5,000 rows of a table; all of it comes from {@link streamPerson}. What is taken away so is in the audit log. */
export async function exportPerson(ctx: Ctx, { person }: { person: string }): Promise<PersonData> {
  await beginExport(ctx, person);
  const items: PersonData['items'] = [];
  for await (const { kept, rows } of tablesAbout(ctx.env.databases[ctx.pool], {
    person,
    sight: sightOf(ctx.actor),
  })) {
    const taken: Row[] = [];
    for await (const row of rows) {
      taken.push(row);
      if (taken.length > rowsMax) break;
    }
    if (taken.length > 0)
      items.push({ kept, rows: taken.slice(0, rowsMax), truncated: taken.length > rowsMax });
  }
  return { person, exportedAt: ctx.env.clock.now().toISOString(), items };
}

/** Throws where the actor may not, or nobody has that account; else it is recorded that they took it. */
export async function beginExport(ctx: Ctx, person: string): Promise<void> {
  permitOn(ctx, person, { ability: 'identity.manage', what: `The account ${person}` });
  // As far as whoever asks may see: the tables are filtered for them like everything else.
  const known = await ctx.env.databases[ctx.pool]
    .selectFrom('account')
    .select('person')
    .where('person', '=', person)
    .executeTakeFirst();
  if (known === undefined) throw notFound(`The account ${person}`);
  await recordRead(ctx, { action: 'person.exported', subject: `Person/${person}` });
}

/**
 * Every row that names the person, one JSON line each with its table, after a line that says of whom and when; the last line says how many
 * there were, so that a file that was cut off is seen for what it is.
 */
export async function* streamPerson(ctx: Ctx, person: string): AsyncGenerator<string> {
  yield line({ person, exportedAt: ctx.env.clock.now().toISOString() });
  let count = 0;
  for await (const { kept, rows } of tablesAbout(ctx.env.databases[ctx.pool], {
    person,
    sight: sightOf(ctx.actor),
  }))
    for await (const row of rows) {
      yield line({ kept, row });
      count += 1;
    }
  yield line({ end: true, rows: count });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
