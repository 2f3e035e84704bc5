import { templateSpec, type TemplateSpec } from '@fieldmarshal/contract/comms/template-spec';
import type { Catalog, Objection } from '#catalog';
import { z } from 'zod';
import { AppError } from '#platform';
import type { Template } from './core/choose-template.ts';
import { tryName } from './core/try-name.ts';
import { templateName, tryTemplate } from './core/try-template.ts';
import { shippedTemplates } from './templates.ts';

/** The organisation's own words, from objects of the kind Template. */
export function ownTemplates(catalog: Pick<Catalog, 'list'>): Template[] {
  return catalog
    .list('Template')
    .map(({ spec }) => ({ name: templateName(chosenBy(spec)), source: spec.text }));
}

function chosenBy({ language, audience, stage, channel }: TemplateSpec) {
  return { language, audience, stage: stage ?? null, channel };
}

interface Put {
  readonly kind: string;
  readonly spec: unknown;
}

/** What speaks against storing an object because of the messages that would be made of it. */
export function messageObjections(put: Put): Objection[] {
  return [...templateObjections(put), ...publicNameObjections(put)];
}

/**
 * What speaks against storing a template: refused where it cannot be used or leaves gaps, warned of where its words would block every
 * message made of it. Of a spec that cannot be read nothing is said here: storing it is refused.
 */
function templateObjections({ kind, spec }: Put): Objection[] {
  const parsed = kind === 'Template' ? templateSpec.safeParse(spec) : null;
  if (parsed?.success !== true) return [];
  const { broken, blocked } = tryTemplate({ ...chosenBy(parsed.data), text: parsed.data.text });
  const said = (enforce: Objection['enforce']) => (message: string) => ({ path, message, enforce });
  return [...broken.map(said('refuse')), ...blocked.map(said('warn'))];
}

const path = ['spec', 'text'] as const;

const named = z.looseObject({ publicName: z.string() });
const hidden = /[\p{Cf}\p{Co}]/u;
/** Of such letters a name is nothing else: it need not be tried, and a catalog may have thousands. */
const plain = /^[\p{L}\p{M}\p{N} .,'’&()+-]+$/u;

/** A public name that readers do not see as it is, is refused; one that would keep every message with it from being sent is told. */
function publicNameObjections({ kind, spec }: Put): Objection[] {
  const found = named.safeParse(spec);
  if (!found.success) return [];
  const { publicName } = found.data;
  const place = ['spec', 'publicName'] as const;
  if (hidden.test(publicName))
    return [{ path: place, message: 'must not contain marks that are not seen', enforce: 'refuse' }];
  if ((kind !== 'Application' && kind !== 'Environment') || plain.test(publicName)) return [];
  const as = kind === 'Application' ? 'application' : 'place';
  return tryName(publicName, { as, shipped: shippedTemplates() }).map((message) => ({
    path: place,
    message: `No message with this name could be sent: ${message}`,
    enforce: 'warn',
  }));
}

/** Throws `refused` with all that is refused of {@link messageObjections}. */
export function refuseForMessages(put: Put): void {
  const refused = messageObjections(put).filter(({ enforce }) => enforce === 'refuse');
  if (refused.length === 0) return;
  const faults = refused.map(({ path: place, message }) => ({ path: place.join('.'), message }));
  throw new AppError('refused', refused.map(({ message }) => message).join(' '), { faults });
}
