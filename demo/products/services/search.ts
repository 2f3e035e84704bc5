import type { Behaviour, Calls, Json } from '../behaviour.ts';
import { optionalText, records, text } from '../fields.ts';

export function search(): Behaviour {
  const all = async (input: Json, calls: Calls) =>
    records(
      await calls.need('objects', 'list', { kind: text(input, 'kind'), person: text(input, 'person') }),
      'records',
    );
  return {
    operations: {
      find: async (input, calls) => {
        const wanted = plain(optionalText(input, 'text') ?? '');
        const found = (await all(input, calls)).filter((row) => plain(String(row['name'])).includes(wanted));
        return { records: found.slice(0, 50) };
      },
      count: async (input, calls) => {
        const rows = await all(input, calls);
        const byValue: Record<string, number> = {};
        const field = text(input, 'by');
        for (const row of rows) {
          const value = String(row[field]);
          byValue[value] = (byValue[value] ?? 0) + 1;
        }
        return { total: rows.length, byValue };
      },
    },
  };
}

/** Spellings of one name meet here: without accents, hyphens and case. */
function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
