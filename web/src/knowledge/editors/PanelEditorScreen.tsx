import type { MetricsPanelSpec } from '@fieldmarshal/contract/knowledge';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { useCatalogWays, useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { DrawnOn, useDrawn } from './DrawnOn.tsx';
import { PanelFields } from './PanelFields.tsx';
import { blankPanel, missingInPanel, panelForm, panelOf, type PanelForm } from './panel-form.ts';
import '../knowledge.css';

/** Makes or edits a metrics panel, with what it draws for an incident beside it. */
export function PanelEditorScreen() {
  return <Edited kind="MetricsPanel" what="the metrics panel" editor={PanelEditor} />;
}

const panelForms: ObjectForm<MetricsPanelSpec, PanelForm> = {
  ...{ kind: 'MetricsPanel', what: 'metrics panel', blank: blankPanel },
  ...{ formOf: panelForm, specOf: panelOf, missingIn: missingInPanel },
};

function PanelEditor(props: EditorProps) {
  const { draft, frame } = useObjectEditor(props, panelForms, useCatalogWays('MetricsPanel'));
  const isWhole = missingInPanel(draft.form).length === 0;
  const drawn = useDrawn(isWhole ? draft.spec : null);
  return (
    <EditorFrame {...frame} faults={drawn.faults} beside={<DrawnOn title="What it draws" drawn={drawn} />}>
      <PanelFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}
