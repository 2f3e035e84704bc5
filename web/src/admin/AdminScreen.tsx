import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from '../ui/Button.tsx';
import { IntegrationsPanel } from './integrations/IntegrationsPanel.tsx';
import { HeartbeatsPanel } from './heartbeats/HeartbeatsPanel.tsx';
import { MappingsPanel } from './mappings/MappingsPanel.tsx';
import { MetricsPanel } from './metrics/MetricsPanel.tsx';
import { ModelPanel } from './model/ModelPanel.tsx';
import { ProvidersPanel } from './providers/ProvidersPanel.tsx';
import { CheckSecretsPanel } from '../checks/secrets/CheckSecretsPanel.tsx';
import { TrackersPanel } from '../tickets/TrackersPanel.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { SignInPanel } from './SignInPanel.tsx';
import { TokensPanel } from './TokensPanel.tsx';
import { DeliveriesPanel } from './DeliveriesPanel.tsx';
import { UnparsedPanel } from './unparsed/UnparsedPanel.tsx';
import '../incidents/incidents.css';
import '../checks/checks.css';
import './admin.css';

const parts = {
  integrations: { word: 'Integrations', panel: IntegrationsPanel },
  heartbeats: { word: 'Heartbeats', panel: HeartbeatsPanel },
  mappings: { word: 'Event mappings', panel: MappingsPanel },
  people: { word: 'People', panel: PeoplePanel },
  'sign-in': { word: 'Sign-in', panel: SignInPanel },
  tokens: { word: 'API tokens', panel: TokensPanel },
  'check-secrets': { word: 'Secrets of checks', panel: CheckSecretsPanel },
  deliveries: { word: 'Deliveries', panel: DeliveriesPanel },
  providers: { word: 'Providers', panel: ProvidersPanel },
  model: { word: 'Model', panel: ModelPanel },
  metrics: { word: 'Metrics, traces, logs', panel: MetricsPanel },
  trackers: { word: 'Trackers', panel: TrackersPanel },
  unparsed: { word: 'Not understood', panel: UnparsedPanel },
} as const;
type Part = keyof typeof parts;

const names: readonly Part[] = [
  'integrations',
  'heartbeats',
  'mappings',
  'unparsed',
  'deliveries',
  'providers',
  'check-secrets',
  'trackers',
  'model',
  'metrics',
  'people',
  'sign-in',
  'tokens',
];

/** Set-up of the installation; which part is open stands in the address. */
export function AdminScreen() {
  const search: { part?: string | undefined } = useSearch({ strict: false });
  const navigate = useNavigate();
  const part = names.find((name) => name === search.part) ?? 'integrations';
  const { panel: Shown } = parts[part];
  return (
    <div className="screen ui-stack">
      <h1>Admin</h1>
      <nav className="ui-row" aria-label="Parts of administration">
        {names.map((name) => (
          <Button
            key={name}
            look={name === part ? 'normal' : 'plain'}
            aria-current={name === part ? 'page' : undefined}
            onClick={() => void navigate({ to: '/admin', search: { part: name } })}
          >
            {parts[name].word}
          </Button>
        ))}
      </nav>
      <Shown />
    </div>
  );
}
