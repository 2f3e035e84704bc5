import { z } from 'zod';
import type { RawLine } from './line.ts';

const labels = z.record(z.string(), z.string());
const answer = z.object({
  data: z.object({
    resultType: z.literal('streams'),
    result: z.array(
      z.object({
        stream: labels,
        values: z.array(z.tuple([z.string().regex(/^\d{1,20}$/u), z.string()]).rest(z.unknown())),
      }),
    ),
  }),
});

/** As Loki spells them: it knows no dots in names of labels. */
const dotted: Readonly<Record<string, string>> = {
  http_route: 'http.route',
  rpc_method: 'rpc.method',
  code_function_name: 'code.function.name',
  exception_message: 'exception.message',
  exception_type: 'exception.type',
};
const levels = ['level', 'detected_level', 'severity_text', 'severity'];

/** The lines of an answer to a range query, as if they had been sent here; null where it is no such answer. The label that names the product becomes `service.name`. */
export function readLoki(body: unknown, productLabel: string): RawLine[] | null {
  const parsed = answer.safeParse(body);
  if (!parsed.success) return null;
  return parsed.data.data.result.flatMap(({ stream, values }) =>
    values.map(([at, line, more]): RawLine => {
      // Structured metadata of the line, where Loki gives it.
      const own = { ...stream, ...labels.safeParse(more).data };
      return {
        ...{ timeNs: BigInt(at), observedNs: 0n, severity: 0, body: line, eventName: '' },
        severityText: levels.flatMap((key) => own[key] ?? [])[0] ?? '',
        attributes: new Map(Object.entries(own).map(([key, value]) => [dotted[key] ?? key, value])),
        resource: new Map([['service.name', own[productLabel] ?? '']]),
      };
    }),
  );
}
