import type { MetricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { useNavigate } from '@tanstack/react-router';
import { Edited, type EditorProps } from '../../catalog/editor/Edited.tsx';
import { EditorFrame } from '../../catalog/editor/EditorFrame.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectEditor, type ObjectForm } from '../../catalog/editor/object-editor.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { SourceAccess } from './MetricsPanel.tsx';
import { blankSource, missingInSource, sourceForm, sourceOf, type SourceForm } from './source-form.ts';
import { NameField } from '../../catalog/editor/NameField.tsx';

/** Makes or edits a metrics server, with its password or token beside it. */
export function SourceEditorScreen() {
  return <Edited kind="MetricsSource" what="the metrics server" editor={SourceEditor} />;
}

const sourceForms: ObjectForm<MetricsSourceSpec, SourceForm> = {
  ...{ kind: 'MetricsSource', what: 'metrics server', blank: blankSource },
  ...{ formOf: sourceForm, specOf: sourceOf, missingIn: missingInSource },
};

function SourceEditor(props: EditorProps) {
  const navigate = useNavigate();
  const leave = (ignoreBlocker: boolean) =>
    void navigate({ to: '/admin', search: { part: 'metrics' }, ignoreBlocker });
  const { draft, object, frame } = useObjectEditor(props, sourceForms, {
    saved: () => leave(true),
    left: () => leave(false),
  });
  return (
    <EditorFrame {...frame} faults={[]} beside={<Beside name={object?.name ?? null} />}>
      <SourceFields form={draft.form} onChange={draft.change} />
    </EditorFrame>
  );
}

/** A secret is sealed for the saved address. */
function Beside({ name }: { name: string | null }) {
  return (
    <section aria-label="How it is reached" className="ui-stack">
      <h2>How it is reached</h2>
      {name === null ? (
        <Empty>
          Save it: then its password or token is set, and whether it may stand at a private address.
        </Empty>
      ) : (
        <SourceAccess name={name} />
      )}
    </section>
  );
}

const auths = [
  { value: 'none', label: 'Nothing' },
  { value: 'bearer', label: 'A token' },
  { value: 'basic', label: 'A user with a password' },
] as const;

interface SourceFieldsProps {
  form: SourceForm;
  onChange: (part: Partial<SourceForm>) => void;
}

function SourceFields({ form, onChange }: SourceFieldsProps) {
  const userFault = useFault('user');
  return (
    <>
      <NameField form={form} onChange={onChange} />
      <TextField
        label="Address"
        hint="Of anything that answers as Prometheus does: Prometheus, Thanos, Mimir, VictoriaMetrics; what stands before /api/v1"
        type="url"
        value={form.url}
        onChange={(url) => onChange({ url })}
        error={useFault('url')}
        spellCheck={false}
        autoComplete="off"
      />
      <Select
        label="It asks for"
        hint="The password or token itself is no part of this: it is sealed, and sent to this address only"
        value={form.auth}
        options={auths}
        onChange={(value) =>
          onChange({ auth: auths.find((each) => each.value === value)?.value ?? form.auth })
        }
      />
      {form.auth === 'basic' ? (
        <TextField
          label="User"
          value={form.user}
          onChange={(user) => onChange({ user })}
          error={userFault}
          spellCheck={false}
          autoComplete="off"
        />
      ) : null}
      <TextField
        label="Tenant"
        hint="Sent as X-Scope-OrgID, by which Mimir and Cortex part tenants; empty: none"
        value={form.tenant}
        onChange={(tenant) => onChange({ tenant })}
        error={useFault('tenant')}
        spellCheck={false}
        autoComplete="off"
      />
    </>
  );
}
