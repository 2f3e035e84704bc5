import { Refusal, type Behaviour, type Calls, type Json } from '../behaviour.ts';
import { optionalText, record, text } from '../fields.ts';
import { seedRecords } from '../seed.ts';

const recordsMax = 500;
const madeUpPrefix = 'Check Family ';
const madeUpMax = 5;

export function objects(): Behaviour {
  const kinds = seedRecords();
  const table = (kind: string): Map<string, Json> => {
    const found = kinds.get(kind);
    if (!found) throw new Refusal(404, `There are no objects of kind ${kind}.`);
    return found;
  };
  const permit = async (input: Json, calls: Calls, action: string) => {
    const answer = await calls.need('permissions', 'check', { person: text(input, 'person'), action });
    if (answer['allowed'] !== true) throw new Refusal(403, `You may not ${action} this.`);
  };
  return {
    operations: {
      groups: () => ({ groups: [...table('group').values()] }),
      list: async (input, calls) => {
        await permit(input, calls, 'read');
        return { records: [...table(text(input, 'kind')).values()] };
      },
      get: async (input, calls) => {
        await permit(input, calls, 'read');
        const id = text(input, 'id');
        const found = table(text(input, 'kind')).get(id);
        if (!found) throw new Refusal(404, `There is no ${text(input, 'kind')} ${id}.`);
        return { record: found };
      },
      put: async (input, calls) => {
        await permit(input, calls, 'change');
        const kind = text(input, 'kind');
        const rows = table(kind);
        const id = optionalText(input, 'id') ?? nextId(kind, rows);
        if (!rows.has(id) && rows.size >= recordsMax) throw new Refusal(409, 'This demo keeps 500 records.');
        const stored = { ...rows.get(id), ...record(input, 'value'), id };
        rows.set(id, stored);
        forgetMadeUp(rows);
        return { record: stored };
      },
    },
  };
}

/** Families that checks make up would fill the list in a few days: only the last of them are kept. */
function forgetMadeUp(rows: Map<string, Json>): void {
  const madeUp = [...rows].filter(([, row]) => String(row['name']).startsWith(madeUpPrefix));
  for (const [id] of madeUp.slice(0, -madeUpMax)) rows.delete(id);
}

function nextId(kind: string, rows: Map<string, Json>): string {
  const last = [...rows.keys()].at(-1) ?? '';
  const [prefix, number] = last.split('-');
  return `${prefix || kind}-${Number(number ?? 0) + 1}`;
}
