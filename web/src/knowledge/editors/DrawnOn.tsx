import type { PanelDraft } from '@fieldmarshal/contract/knowledge';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { readBoot } from '../../app/boot.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { liveKey } from '../../app/live.ts';
import { usePreview } from '../../catalog/editor/preview.ts';
import { Chart } from '../Chart.tsx';
import { TriedOn } from './TriedOn.tsx';

/** What a query that is typed draws for an incident. `panel`: as a metrics panel would ask it; null while something is missing. */
export function useDrawn(panel: object | null) {
  const [incident, setIncident] = useState<string[]>([]);
  const mayTry = readBoot().me?.mayWriteCatalog !== false;
  const preview = usePreview<PanelDraft>({
    queryKey: liveKey(['catalog'], 'draft-panel'),
    path: 'metrics-panels/try',
    body:
      panel !== null && mayTry
        ? { spec: panel, ...(incident[0] === undefined ? {} : { incident: incident[0] }) }
        : null,
  });
  const { faults } = preview;
  return { incident, setIncident, preview, faults, waits: waitsFor(panel !== null, mayTry) };
}

function waitsFor(isWhole: boolean, mayTry: boolean): string | null {
  if (!mayTry) return 'Leads and admins can try a query before it is stored.';
  return isWhole ? null : 'Once there is a metrics server and a query, what it draws stands here.';
}

export function DrawnOn({ title, drawn }: { title: string; drawn: ReturnType<typeof useDrawn> }) {
  const { incident, setIncident, preview, waits } = drawn;
  return (
    <TriedOn title={title} chosen={incident} onChoose={setIncident} tried={preview.data} waits={waits}>
      <FailureNote error={preview.failure} />
      <Drawn panel={preview.data?.panel ?? null} />
    </TriedOn>
  );
}

function Drawn({ panel }: Pick<PanelDraft, 'panel'>) {
  if (panel === null) return null;
  return (
    <>
      {panel.problem === null ? (
        <Chart data={panel} />
      ) : (
        <p role="status">
          {panel.source}: {panel.problem}{' '}
          <Link to="/admin" search={{ part: 'metrics' }}>
            Metrics servers
          </Link>
        </p>
      )}
      <pre
        className="ui-small knowledge-query"
        tabIndex={0}
        role="region"
        aria-label="The query as it is asked"
      >
        {panel.query}
      </pre>
    </>
  );
}
