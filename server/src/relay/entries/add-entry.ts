import type { SiteIncident } from '@fieldmarshal/contract/relay';
import type { entryInput } from '@fieldmarshal/contract/relay/schema';
import type { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { loadEntries } from '../store/entry-store.ts';
import { loadSite } from '../store/site-store.ts';
import { storeOwnEntry } from './own-entry.ts';
import { readSiteIncident } from './read-incident.ts';

type Input = z.output<typeof entryInput>;

/**
 * Headquarters writes on an incident of a site: a note, a severity, who leads. It counts here at once and travels down with the next bundle;
 * where it meets another word of the site, a person settles it by writing again.
 */
export async function addEntry(ctx: Ctx, input: Input): Promise<SiteIncident> {
  permit(ctx, abilities[input.entry.type]);
  const catalog = await readCatalog(ctx.env);
  const event = eventOf(input.entry, catalog);
  await inTransaction(ctx, async (tx) => {
    if ((await loadSite(tx.db, input.site, true)) === null) throw notFound('This site');
    const entries = await loadEntries(tx.db, input.site, input.incident);
    if (entries.length === 0) throw notFound('This incident');
    const seq = await storeOwnEntry(tx, { ...input, entries, event });
    audit(tx, {
      action: 'site.entry-added',
      subject: `site/${input.site}/${input.incident}`,
      after: { seq, ...event },
    });
    tx.changed('sites', `${input.site} ${input.incident}`);
  });
  return readSiteIncident(ctx, input);
}

const abilities = {
  note: 'incident.note',
  severity: 'incident.severity',
  'field-marshal': 'incident.role',
} as const;

function eventOf(entry: Input['entry'], catalog: Catalog): { type: string; data: Record<string, unknown> } {
  switch (entry.type) {
    case 'note':
      return { type: 'noted', data: { text: entry.text, code: null, attachments: [], decision: false } };
    case 'severity':
      return { type: 'severity-changed', data: { from: null, to: entry.severity, reason: entry.reason } };
    case 'field-marshal': {
      const person = catalog.get('Person', entry.person);
      if (!person)
        throw new AppError('invalid', `There is no Person "${entry.person}".`, {
          faults: [{ path: 'entry.person', message: `there is no Person "${entry.person}"` }],
        });
      const name = person.spec.displayName ?? entry.person;
      return { type: 'role-given', data: { role: 'field-marshal', person: entry.person, name, from: null } };
    }
  }
}
