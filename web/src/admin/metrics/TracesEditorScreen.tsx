import type { TracesSourceSpec } from '@fieldmarshal/contract/knowledge';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { NameField } from '../../catalog/editor/NameField.tsx';
import { useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { EnvironmentsField } from '../../catalog/editor/EnvironmentsField.tsx';
import { Select } from '../../ui/Select.tsx';
import { AccessFields } from './AccessFields.tsx';
import { HowReached, useSourceWays } from './HowReached.tsx';
import { blankTraces, missingInTraces, tracesForm, tracesOf, type TracesForm } from './traces-form.ts';

/** Makes or edits a store of traces, with its password or token beside it. */
export function TracesEditorScreen() {
  return <Edited kind="TracesSource" what="the store of traces" editor={TracesEditor} />;
}

const tracesForms: ObjectForm<TracesSourceSpec, TracesForm> = {
  ...{ kind: 'TracesSource', what: 'store of traces', blank: blankTraces },
  ...{ formOf: tracesForm, specOf: tracesOf, missingIn: missingInTraces },
};

const apis = [
  { value: 'jaeger', label: 'Jaeger' },
  { value: 'tempo', label: 'Tempo' },
] as const;

function TracesEditor(props: EditorProps) {
  const { draft, object, frame } = useObjectEditor(props, tracesForms, useSourceWays());
  const { form, change } = draft;
  return (
    <EditorFrame
      {...frame}
      faults={[]}
      beside={<HowReached path="traces-sources" name={object?.name ?? null} />}
    >
      <NameField form={form} onChange={change} hint="As a verdict calls it where its traces cannot be read" />
      <Select label="It answers as" value={form.api} options={apis} onChange={(api) => change({ api })} />
      <AccessFields
        form={form}
        onChange={change}
        addressHint="What stands before /api/traces, such as http://jaeger:16686 or http://tempo:3200"
        tenantHint="Sent as X-Scope-OrgID, by which Tempo parts tenants; empty: none"
      />
      <EnvironmentsField
        label="It has traces of these environments"
        hint="None: of every one"
        form={form}
        onChange={change}
      />
    </EditorFrame>
  );
}
