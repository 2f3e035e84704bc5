import type { MetricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { NameField } from '../../catalog/editor/NameField.tsx';
import { useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { AccessFields } from './AccessFields.tsx';
import { HowReached, useSourceWays } from './HowReached.tsx';
import { blankSource, missingInSource, sourceForm, sourceOf, type SourceForm } from './source-form.ts';

/** Makes or edits a metrics server, with its password or token beside it. */
export function SourceEditorScreen() {
  return <Edited kind="MetricsSource" what="the metrics server" editor={SourceEditor} />;
}

const sourceForms: ObjectForm<MetricsSourceSpec, SourceForm> = {
  ...{ kind: 'MetricsSource', what: 'metrics server', blank: blankSource },
  ...{ formOf: sourceForm, specOf: sourceOf, missingIn: missingInSource },
};

function SourceEditor(props: EditorProps) {
  const { draft, object, frame } = useObjectEditor(props, sourceForms, useSourceWays());
  return (
    <EditorFrame
      {...frame}
      faults={[]}
      beside={<HowReached path="metrics-sources" name={object?.name ?? null} />}
    >
      <NameField form={draft.form} onChange={draft.change} />
      <AccessFields
        form={draft.form}
        onChange={draft.change}
        addressHint="Of anything that answers as Prometheus does: Prometheus, Thanos, Mimir, VictoriaMetrics; what stands before /api/v1"
        tenantHint="Sent as X-Scope-OrgID, by which Mimir and Cortex part tenants; empty: none"
      />
    </EditorFrame>
  );
}
