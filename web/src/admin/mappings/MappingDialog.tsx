import type { Integration } from '@fieldmarshal/contract/identity/integration';
import type { MappingPreview } from '@fieldmarshal/contract/signals/record';
import { useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useAdmin, useChange } from '../admin-api.ts';
import { formOf, mappingOf, pointerFields, type MappingForm, type StoredMapping } from './mapping-form.ts';

interface MappingDialogProps {
  /** `null` makes a new one. */
  stored: StoredMapping | null;
  integration?: string;
  /** An event to try it on. */
  sample: string;
  onClose: () => void;
}

/** Where a sender keeps what an alert needs, tried on one of its events before it is saved. */
export function MappingDialog({ stored, integration, sample: given, onClose }: MappingDialogProps) {
  const [of, setOf] = useState(stored?.integration ?? integration ?? '');
  const [form, setForm] = useState(() => formOf(stored?.mapping ?? null));
  const [sample, setSample] = useState(given);
  const list = useAdmin<{ items: Integration[] }>('integrations');
  const save = useChange<object>({ inForm: true });
  const preview = useChange<MappingPreview>({ inForm: true });
  const mapping = mappingOf(form);
  const missing = of === '' ? 'Choose an integration' : undefined;
  const put = (next: typeof mapping, done: string) =>
    save.mutate(
      { method: 'PUT', path: `event-mappings/${encodeURIComponent(of)}`, body: { mapping: next }, done },
      { onSuccess: onClose },
    );
  const integrations = (list.data?.items ?? []).filter(({ revokedAt }) => revokedAt === null);
  return (
    <FormDialog
      size="wide"
      onClose={onClose}
      title="How events are read"
      verb="Save"
      onSubmit={() => put(mapping, 'Mapping saved')}
      busy={save.isPending}
      missing={missing ?? (mapping === null ? 'Say where the title is' : undefined)}
      error={save.error ?? preview.error}
      buttons={
        <>
          <Button
            busy={preview.isPending}
            disabledReason={sample.trim() === '' ? 'Paste an event first' : undefined}
            onClick={() =>
              preview.mutate({ method: 'POST', path: 'event-mappings/preview', body: { mapping, sample } })
            }
          >
            Try it
          </Button>
          {stored === null ? null : (
            <Button onClick={() => put(null, 'Back to the usual names')}>Use the usual names</Button>
          )}
        </>
      }
    >
      <Select
        label="Integration"
        placeholder="Choose one"
        options={integrations.map(({ id, name }) => ({ value: id, label: name }))}
        value={of}
        disabled={stored !== null}
        onChange={setOf}
      />
      <MappingFields form={form} onChange={setForm} />
      <TextArea
        label="An event to try it on"
        className="ui-mono"
        rows={6}
        spellCheck={false}
        placeholder='{"alert": {"name": "Disk full", "state": "firing"}}'
        value={sample}
        onChange={setSample}
      />
      {preview.data === undefined ? null : <PreviewText preview={preview.data} />}
    </FormDialog>
  );
}

interface MappingFieldsProps {
  form: MappingForm;
  onChange: (form: MappingForm) => void;
}

function MappingFields({ form, onChange }: MappingFieldsProps) {
  return (
    <>
      <div className="admin-mapping">
        {pointerFields.map(({ name, label, example }) => (
          <TextField
            key={name}
            label={label}
            className="ui-mono"
            placeholder={example}
            value={form[name]}
            onChange={(value) => onChange({ ...form, [name]: value })}
          />
        ))}
      </div>
      <div className="admin-mapping">
        <TextArea
          label="Statuses that mean the end, one a line; the others fire"
          rows={3}
          value={form.resolvedValues}
          onChange={(resolvedValues) => onChange({ ...form, resolvedValues })}
        />
        <TextArea
          label="Labels, one a line: product=/service/name"
          className="ui-mono"
          rows={3}
          value={form.labels}
          onChange={(labels) => onChange({ ...form, labels })}
        />
      </div>
    </>
  );
}

const actionWords = { fire: 'fires', resolve: 'resolves', acknowledge: 'acknowledges' } as const;

function PreviewText({ preview }: { preview: MappingPreview }) {
  const { understood, reason, title, action, key, labels, route, product, environment } = preview;
  if (!understood)
    return (
      <p role="status">
        <b>Not understood:</b> {reason}
      </p>
    );
  return (
    <div role="status" className="ui-card ui-stack">
      <p>
        <b>{title}</b> {action === null ? reason : `${actionWords[action]}, route ${route ?? '–'}`}
      </p>
      <p className="ui-quiet">
        Product {product ?? 'not known'}, environment {environment ?? 'not known'}
        {key === null ? '' : `, key ${key}`}
      </p>
      <ul className="room-list ui-mono">
        {Object.entries(labels).map(([name, value]) => (
          <li key={name}>
            {name}=&quot;{value}&quot;
          </li>
        ))}
      </ul>
    </div>
  );
}
