import type { LogsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { NameField } from '../../catalog/editor/NameField.tsx';
import { useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { EnvironmentsField } from '../../catalog/editor/EnvironmentsField.tsx';
import { ProductLabelField } from '../../knowledge/editors/ProductLabelField.tsx';
import { TemplateField, type Placeholder } from '../../knowledge/editors/TemplateField.tsx';
import { AccessFields } from './AccessFields.tsx';
import { HowReached, useSourceWays } from './HowReached.tsx';
import { blankLogs, logsForm, logsOf, missingInLogs, type LogsForm } from './logs-form.ts';
import '../../knowledge/knowledge.css';

/** Makes or edits a store of logs, with its password or token beside it. */
export function LogsEditorScreen() {
  return <Edited kind="LogsSource" what="the store of logs" editor={LogsEditor} />;
}

const logsForms: ObjectForm<LogsSourceSpec, LogsForm> = {
  ...{ kind: 'LogsSource', what: 'store of logs', blank: blankLogs },
  ...{ formOf: logsForm, specOf: logsOf, missingIn: missingInLogs },
};

const placeholders: readonly Placeholder[] = [
  { name: 'environment', meaning: 'the environment that is asked about' },
  { name: 'region', meaning: 'the region of that environment' },
];

function LogsEditor(props: EditorProps) {
  const { draft, object, frame } = useObjectEditor(props, logsForms, useSourceWays());
  const { form, change } = draft;
  return (
    <EditorFrame
      {...frame}
      faults={[]}
      beside={<HowReached path="logs-sources" name={object?.name ?? null} />}
    >
      <NameField
        form={form}
        onChange={change}
        hint="As a verdict calls it, beside the lines that it rests on"
      />
      <AccessFields
        form={form}
        onChange={change}
        addressHint="Of anything that answers as Loki does; what stands before /loki/api/v1"
        tenantHint="Sent as X-Scope-OrgID, by which Loki parts tenants; empty: none"
      />
      <TemplateField
        label="Query"
        hint={
          'LogQL that selects the lines of all products of an environment, such as {env="{{environment}}"}'
        }
        path="query"
        value={form.query}
        onChange={(query) => change({ query })}
        placeholders={placeholders}
      />
      <ProductLabelField form={form} onChange={change} />
      <EnvironmentsField
        label="It has logs of these environments"
        hint="None: of every one"
        form={form}
        onChange={change}
      />
    </EditorFrame>
  );
}
