import type { ProductName } from '../ports.ts';
import type { Json } from './behaviour.ts';
import { isJson, records } from './fields.ts';

const stranger = 'Somebody Else';

/**
 * What a product answers while its data is wrong: still 200 and well-formed, so that only somebody who looks at the page
 * (or an end-to-end check that does) can tell.
 */
export const wrongData: Readonly<Record<ProductName, (result: Json) => Json>> = {
  gateway: (answer) =>
    isJson(answer['result']) ? { ...answer, result: swapEverywhere(answer['result']) } : answer,
  identity: (answer) => ({ ...answer, person: renamed(answer['person']) }),
  permissions: (answer) => ({ ...answer, allowed: false }),
  objects: swapEverywhere,
  search: (answer) =>
    typeof answer['total'] === 'number'
      ? { ...answer, total: 0, byValue: {} }
      : { ...answer, records: records(answer, 'records').map(renamed) },
  pipelines: (answer) => ({ ...answer, about: 'C-9999', behindSeconds: 86_400 }),
  files: (answer) => ({
    ...answer,
    files: records(answer, 'files').map((file) => ({
      ...file,
      name: 'letter-of-another-family.pdf',
      bytes: 0,
    })),
  }),
  maps: (answer) => ({
    ...answer,
    homes: records(answer, 'homes').map((home) => ({ ...home, km: Number(home['km']) * 100 })),
  }),
  messages: (answer) => ({
    ...answer,
    messages: records(answer, 'messages').map((message) => ({ ...message, to: stranger })),
  }),
  reports: (answer) => {
    const report = isJson(answer['report']) ? answer['report'] : {};
    return { ...answer, report: { ...report, total: Number(report['total'] ?? 0) * 10 } };
  },
  scheduler: (answer) =>
    isJson(answer['booking'])
      ? { ...answer, booking: { ...answer['booking'], place: 'Sun 03:00' } }
      : { ...answer, places: ['Sun 03:00'] },
  audit: (answer) => ({
    ...answer,
    entry: { ...(isJson(answer['entry']) ? answer['entry'] : {}), person: stranger },
  }),
};

function renamed(value: unknown): Json {
  return { ...(isJson(value) ? value : {}), name: stranger };
}

/** Every record gets the name of the next one: the mistake a hospital fears most. */
function swapEverywhere(answer: Json): Json {
  const rows = records(answer, 'records');
  if (rows.length > 1) {
    const swapped = rows.map((row, index) => ({ ...row, name: rows[(index + 1) % rows.length]?.['name'] }));
    return { ...answer, records: swapped };
  }
  return isJson(answer['record']) ? { ...answer, record: renamed(answer['record']) } : answer;
}
