import { severities } from '@fieldmarshal/contract/incidents/room';
import { useObjectOptions } from '../catalog/object-api.ts';
import { Select, type SelectOption } from '../ui/Select.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { InsightsSearch } from './insights-api.ts';

interface FiltersProps {
  search: InsightsSearch;
  onChange: (change: InsightsSearch) => void;
}

/** What is looked at. On paper it is told in words instead. */
export function InsightsFilters({ search, onChange }: FiltersProps) {
  const products = useObjectOptions('Product');
  const teams = useObjectOptions('Team');
  const environments = useObjectOptions('Environment');
  const hubs = useObjectOptions('Hub');
  const choose = (name: 'product' | 'team' | 'environment' | 'hub' | 'severity', of: Choice) => (
    <Select
      label={of.label}
      labelHidden
      value={search[name] ?? ''}
      options={[{ value: '', label: of.every }, ...of.options]}
      onChange={(value) => onChange({ [name]: value === '' ? undefined : value })}
    />
  );
  return (
    <>
      <div className="ui-row insights-filters ui-no-print">
        <TextField
          label="From"
          type="date"
          value={search.from ?? ''}
          onChange={(from) => onChange({ from: from === '' ? undefined : from })}
        />
        <TextField
          label="To"
          type="date"
          value={search.to ?? ''}
          onChange={(to) => onChange({ to: to === '' ? undefined : to })}
        />
        {choose('product', { label: 'Product', every: 'Every product', options: products })}
        {choose('team', { label: 'Team', every: 'Every team', options: teams })}
        {choose('environment', {
          label: 'Environment',
          every: 'Every environment',
          options: environments,
        })}
        {choose('severity', { label: 'Severity', every: 'Every severity', options: severityOptions })}
        {choose('hub', { label: 'Hub', every: 'Every hub', options: hubs })}
      </div>
      <p className="insights-on-paper">{filterText(search)}</p>
    </>
  );
}

interface Choice {
  label: string;
  every: string;
  options: readonly SelectOption[];
}

const severityOptions = [
  ...severities.map((value) => ({ value, label: value })),
  { value: 'none', label: 'Not assessed' },
];

function filterText({ product, team, environment, severity, hub }: InsightsSearch): string {
  const said = Object.entries({ product, team, environment, severity, hub }).flatMap(([name, value]) =>
    value ? [`${name} ${value}`] : [],
  );
  return said.length === 0 ? 'All incidents.' : `Only ${said.join(', ')}.`;
}
