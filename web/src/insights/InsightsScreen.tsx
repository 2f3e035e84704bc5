import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTitle } from '../app/page-title.ts';
import { Button } from '../ui/Button.tsx';
import { BehindDrawer } from './BehindDrawer.tsx';
import type { InsightsSearch } from './insights-api.ts';
import { InsightsFilters } from './InsightsFilters.tsx';
import { LoadView } from './LoadView.tsx';
import { NoiseView } from './NoiseView.tsx';
import { OverviewView } from './OverviewView.tsx';
import { ReportsDialog } from './reports/ReportsDialog.tsx';
import { SloView } from './slo/SloView.tsx';
import '../incidents/incidents.css';
import './insights.css';

const parts = [
  { part: undefined, label: 'Incidents', View: OverviewView },
  { part: 'load', label: 'Load on people', View: LoadView },
  { part: 'noise', label: 'Noise and checks', View: NoiseView },
  { part: 'objectives', label: 'Objectives', View: SloView },
] as const;

/** Are we faster, do tests catch it first, whom does it cost sleep? Filters live in the address; every number leads to its incidents. */
export function InsightsScreen() {
  const search: InsightsSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = (change: InsightsSearch) =>
    void navigate({
      to: '/insights',
      search: { ...search, ...change },
      replace: change.behind === undefined,
    });
  const shown = parts.find(({ part }) => part === search.part) ?? parts[0];
  const [isMailing, setMailing] = useState(false);
  useTitle('Insights');
  return (
    <div className="screen ui-stack insights">
      <div className="ui-row">
        <h1>Insights</h1>
        <span className="screen-gap" />
        <Button className="ui-no-print" onClick={() => setMailing(true)}>
          Send by mail…
        </Button>
        <Button className="ui-no-print" onClick={() => window.print()}>
          Print or save as PDF
        </Button>
      </div>
      <fieldset className="room-filters ui-no-print">
        <legend className="ui-hidden">Part</legend>
        {parts.map(({ part, label }) => (
          <Button
            key={label}
            look={part === shown.part ? 'normal' : 'plain'}
            aria-pressed={part === shown.part}
            onClick={() => set({ part, behind: undefined })}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      {shown.part === 'objectives' ? null : <InsightsFilters search={search} onChange={set} />}
      <shown.View search={search} />
      {isMailing ? <ReportsDialog search={search} onClose={() => setMailing(false)} /> : null}
      {search.behind === undefined ? null : (
        <BehindDrawer search={search} onClose={() => set({ behind: undefined })} />
      )}
    </div>
  );
}
