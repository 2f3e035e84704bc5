import { templateSpec, type TemplateSpec } from '@fieldmarshal/contract/comms/template-spec';
import type { Catalog, Objection } from '#catalog';
import { AppError } from '#platform';
import type { Template } from './core/choose-template.ts';
import { templateName, tryTemplate } from './core/try-template.ts';

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

/**
 * What speaks against storing a template: refused where it cannot be used or leaves gaps, warned of where its words would block every
 * message made of it. Of a spec that cannot be read nothing is said here: storing it is refused.
 */
export function templateObjections({ kind, spec }: Put): Objection[] {
  const parsed = kind === 'Template' ? templateSpec.safeParse(spec) : null;
  if (parsed?.success !== true) return [];
  const { broken, blocked } = tryTemplate({ ...chosenBy(parsed.data), text: parsed.data.text });
  const said = (enforce: Objection['enforce']) => (message: string) => ({ path, message, enforce });
  return [...broken.map(said('refuse')), ...blocked.map(said('warn'))];
}

const path = ['spec', 'text'] as const;

/** Throws `refused` with all that is refused of {@link templateObjections}. */
export function refuseBrokenTemplate(put: Put): void {
  const refused = templateObjections(put).filter(({ enforce }) => enforce === 'refuse');
  if (refused.length === 0) return;
  const faults = refused.map(({ message }) => ({ path: path.join('.'), message }));
  throw new AppError('refused', refused.map(({ message }) => message).join(' '), { faults });
}
