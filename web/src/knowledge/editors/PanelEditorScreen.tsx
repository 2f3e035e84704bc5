import type { MetricsPanelSpec, PanelDraft } from '@fieldmarshal/contract/knowledge';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { readBoot } from '../../app/boot.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { liveKey } from '../../app/live.ts';
import { useTitle } from '../../app/page-title.ts';
import { useDraft, type EditedObject } from '../../catalog/editor/draft.ts';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { usePreview } from '../../catalog/editor/preview.ts';
import { Chart } from '../Chart.tsx';
import { PanelFields } from './PanelFields.tsx';
import { blankPanel, missingInPanel, panelForm, panelOf } from './panel-form.ts';
import { TriedOn } from './TriedOn.tsx';
import '../knowledge.css';

/** Makes or edits a metrics panel, with what it draws for an incident beside it. */
export function PanelEditorScreen() {
  return <Edited kind="MetricsPanel" what="the metrics panel" editor={PanelEditor} />;
}

function PanelEditor({ object: given, onStartAgain }: EditorProps) {
  const [object] = useState(given);
  const [incident, setIncident] = useState<string[]>([]);
  const navigate = useNavigate();
  const draft = useDraft({
    kind: 'MetricsPanel',
    object,
    begin: () => (object === null ? blankPanel : panelForm(specIn(object))),
    specOf: panelOf,
    missingIn: missingInPanel,
    onSaved: (name) =>
      void navigate({
        to: '/catalog/$kind/$name',
        params: { kind: 'MetricsPanel', name },
        ignoreBlocker: true,
      }),
  });
  const mayTry = readBoot().me?.mayWriteCatalog !== false;
  const isWhole = missingInPanel(draft.form).length === 0;
  const preview = usePreview<PanelDraft>({
    queryKey: liveKey(['catalog'], 'draft-panel'),
    path: 'metrics-panels/try',
    body:
      isWhole && mayTry
        ? { spec: draft.spec, ...(incident[0] === undefined ? {} : { incident: incident[0] }) }
        : null,
  });
  const title = object === null ? 'New metrics panel' : `Edit ${object.spec.displayName ?? object.name}`;
  useTitle(title);
  return (
    <EditorFrame
      title={title}
      draft={draft}
      faults={preview.faults}
      head={null}
      onStartAgain={onStartAgain}
      onLeave={() =>
        void (object === null
          ? navigate({ to: '/catalog', search: { kind: 'MetricsPanel' } })
          : navigate({ to: '/catalog/$kind/$name', params: { kind: 'MetricsPanel', name: object.name } }))
      }
      beside={
        <TriedOn
          title="What it draws"
          chosen={incident}
          onChoose={setIncident}
          tried={preview.data}
          waits={waitsFor(isWhole, mayTry)}
        >
          <FailureNote error={preview.failure} />
          <Drawn panel={preview.data?.panel ?? null} />
        </TriedOn>
      }
    >
      <PanelFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}

function waitsFor(isWhole: boolean, mayTry: boolean): string | null {
  if (!mayTry) return 'Leads and admins can try a query before it is stored.';
  return isWhole ? null : 'Once there is a metrics server and a query, what it draws stands here.';
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

/** What the server checked when it was stored. */
function specIn(object: EditedObject): MetricsPanelSpec {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object.spec as unknown as MetricsPanelSpec;
}
