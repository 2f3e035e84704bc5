import type { MetricsPanelSpec } from '@fieldmarshal/contract/knowledge';
import { faultOfTemplate } from '@fieldmarshal/contract/knowledge/template';
import type { Fault } from '../../catalog/editor/faults.ts';
import { given, keptOf, missingLead, type AppliesForm } from './applies.ts';

/** A metrics panel while it is edited; what has no field is kept as it was. */
export interface PanelForm extends AppliesForm {
  displayName: string;
  description: string;
  source: string;
  query: string;
  unit: string;
  legend: string;
  kept: Partial<MetricsPanelSpec>;
}

export const blankPanel: PanelForm = {
  ...{ displayName: '', description: '', source: '', query: '', unit: '', legend: '' },
  ...{ products: [], environments: [], leadMinutes: '60', kept: {} },
};

export function panelForm(spec: MetricsPanelSpec): PanelForm {
  const { displayName = '', description = '', source, query, unit, legend = '' } = spec;
  const { products, environments, leadMinutes } = spec;
  return {
    ...{ displayName, description, source, query, unit, legend },
    ...{ products, environments, leadMinutes: String(leadMinutes), kept: spec },
  };
}

export function panelOf(form: PanelForm) {
  const { displayName, description, source, query, unit, legend, kept } = form;
  const { products, environments, leadMinutes } = form;
  return {
    ...keptOf(kept, ['displayName', 'description', 'legend']),
    ...given('displayName', displayName),
    ...given('description', description),
    ...given('legend', legend),
    ...{ source, query: query.trim(), unit: unit.trim(), products, environments },
    leadMinutes: Number(leadMinutes),
  };
}

export function missingInPanel(form: PanelForm): Fault[] {
  const fault = form.query.trim() === '' ? 'Write the query' : faultOfTemplate(form.query);
  return [
    ...(form.source === '' ? [{ path: 'source', message: 'Choose the metrics server' }] : []),
    ...(fault === null ? [] : [{ path: 'query', message: fault }]),
    ...missingLead(form),
  ];
}
