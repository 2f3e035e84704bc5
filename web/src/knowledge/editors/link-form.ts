import type { LinkTemplateSpec } from '@fieldmarshal/contract/knowledge';
import { faultOfTemplate } from '@fieldmarshal/contract/knowledge/template';
import type { Fault } from '../../catalog/editor/faults.ts';
import { given, keptOf, missingLead, type AppliesForm } from './applies.ts';

/** A link template while it is edited; what has no field is kept as it was. */
export interface LinkForm extends AppliesForm {
  displayName: string;
  shows: LinkTemplateSpec['shows'];
  url: string;
  kept: Partial<LinkTemplateSpec>;
}

export const blankLink: LinkForm = {
  ...{ displayName: '', shows: 'dashboard', url: '', leadMinutes: '30' },
  ...{ products: [], environments: [], kept: {} },
};

export function linkForm(spec: LinkTemplateSpec): LinkForm {
  const { displayName = '', shows, url, products, environments, leadMinutes } = spec;
  return { displayName, shows, url, products, environments, leadMinutes: String(leadMinutes), kept: spec };
}

export function linkOf({ displayName, shows, url, products, environments, leadMinutes, kept }: LinkForm) {
  return {
    ...keptOf(kept, ['displayName']),
    ...given('displayName', displayName),
    ...{ shows, url: url.trim(), products, environments, leadMinutes: Number(leadMinutes) },
  };
}

export function missingInLink(form: LinkForm): Fault[] {
  const fault = form.url.trim() === '' ? 'Write the address' : faultOfTemplate(form.url);
  return [...(fault === null ? [] : [{ path: 'url', message: fault }]), ...missingLead(form)];
}
