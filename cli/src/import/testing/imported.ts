import { shifts } from '@fieldmarshal/server/rota';
import { afterAll } from 'vitest';
import { z } from 'zod';
import { convert, type Converted, type MadeObject, type ReportEntry } from '../core/convert.ts';
import { sourceApi } from '../http.ts';
import type { Source, Window } from '../source.ts';
import { sources } from '../sources.ts';
import { sourceServer, type Answer, type SourceServer } from './source-server.ts';

export const window: Window = { from: '2026-11-25T22:00:00.000Z', to: '2027-11-24T22:00:00.000Z' };
export const span = { from: Date.parse(window.from), to: Date.parse(window.to) };

export function sourceOf(name: string): Source {
  const source = sources.get(name);
  if (!source) throw new Error(name);
  return source;
}

const servers: SourceServer[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** A server that ends with the test file. */
export async function serverOf(answer: Answer): Promise<SourceServer> {
  const server = await sourceServer(answer);
  servers.push(server);
  return server;
}

/** Everything of a source, over HTTP and through the text of a saved export. */
export async function imported(name: string, answer: Answer): Promise<Converted & { server: SourceServer }> {
  const source = sourceOf(name);
  const server = await serverOf(answer);
  const api = sourceApi({ base: server.url, headers: source.headers('secret'), say: () => undefined });
  const dump: unknown = JSON.parse(JSON.stringify(await source.fetch(api, window)));
  const draft = source.read(z.record(z.string(), z.unknown()).parse(dump), window);
  return { ...convert(draft, { source: name, span, known: new Map() }), server };
}

export function specOf({ objects }: Converted, kind: string, name: string): MadeObject['spec'] | undefined {
  return objects.find((object) => object.kind === kind && object.name === name)?.spec;
}

export function entryOf({ report }: Converted, what: string, name: string): ReportEntry {
  const found = report.find((entry) => entry.what === what && entry.name === name);
  if (!found) throw new Error(`no ${what} ${name} in the report`);
  return found;
}

/** Weeks of 168 h by the wall clock of London, from Monday 09:00, in turn. */
export function londonWeeks(people: readonly string[]): { user: string; start: string; end: string }[] {
  const rules = {
    timezone: 'Europe/London',
    combine: 'union' as const,
    layers: [
      {
        name: 'w',
        start: '2026-01-05T09:00:00Z',
        handoff: { type: 'weekly' as const, length: 1 },
        participants: [...people],
        restrictions: [],
      },
    ],
    overrides: [],
    fallback: [],
  };
  return shifts(rules, span).map(({ from, to, people: [user = ''] }) => ({
    user,
    start: new Date(from).toISOString(),
    end: new Date(to).toISOString(),
  }));
}
