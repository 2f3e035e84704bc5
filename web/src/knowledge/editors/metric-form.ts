import type { ProductMetricSpec } from '@fieldmarshal/contract/knowledge';
import { faultOfTemplate } from '@fieldmarshal/contract/knowledge/template';
import type { Fault } from '../../catalog/editor/faults.ts';
import { given, keptOf } from './applies.ts';
import { missingLabel } from './ProductLabelField.tsx';

/** What is measured of every product, while it is edited; what has no field is kept as it was. */
export interface MetricForm {
  displayName: string;
  description: string;
  source: string;
  role: ProductMetricSpec['role'];
  query: string;
  productLabel: string;
  environments: string[];
  kept: Partial<ProductMetricSpec>;
}

export const blankMetric: MetricForm = {
  ...{ displayName: '', description: '', source: '', role: 'errors', query: '' },
  ...{ productLabel: 'product', environments: [], kept: {} },
};

export function metricForm(spec: ProductMetricSpec): MetricForm {
  const { displayName = '', description = '', source, role, query, productLabel, environments } = spec;
  return { displayName, description, source, role, query, productLabel, environments, kept: spec };
}

export function metricOf(form: MetricForm) {
  const { displayName, description, source, role, query, productLabel, environments, kept } = form;
  return {
    ...keptOf(kept, ['displayName', 'description']),
    ...given('displayName', displayName),
    ...given('description', description),
    ...{ source, role, query: query.trim(), productLabel: productLabel.trim(), environments },
  };
}

/** The same question as a panel would ask it, with a line for each product. */
export function panelOfMetric({ source, query, productLabel, environments }: MetricForm) {
  return { source, query: query.trim(), legend: productLabel.trim(), environments };
}

export function missingInMetric(form: MetricForm): Fault[] {
  const fault = form.query.trim() === '' ? 'Write the query' : faultOfTemplate(form.query);
  const faults: (Fault | false)[] = [
    form.source === '' && { path: 'source', message: 'Choose the metrics server' },
    fault !== null && { path: 'query', message: fault },
  ];
  return [...faults.filter((one) => one !== false), ...missingLabel(form)];
}
