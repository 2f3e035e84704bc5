import { X } from 'lucide-react';
import { useFault } from '../../catalog/editor/faults.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { rowId, withoutRow, withRow } from '../../oncall/form/rows.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField, type TextFieldProps } from '../../ui/TextField.tsx';
import type { ProbeForm } from './probe-form.ts';

/** A field whose faults are those at its place in the spec. */
export function PathField({ path, ...props }: TextFieldProps & { path: string }) {
  const error = useFault(path, { deep: true });
  return <TextField {...props} error={error} />;
}

export function WithinField({ form, onChange, path }: FormProps<ProbeForm> & { path: string }) {
  return (
    <PathField
      path={path}
      label="Slower than this is failing, ms"
      hint="Empty: only the time-out counts"
      inputMode="numeric"
      value={form.withinMs}
      onChange={(withinMs) => onChange({ withinMs })}
    />
  );
}

export function CertificateFields({ form: { certificate }, onChange }: FormProps<ProbeForm>) {
  const set = (part: Partial<ProbeForm['certificate']>): void =>
    onChange({ certificate: { ...certificate, ...part } });
  return (
    <div className="editor-fields">
      <PathField
        path="probe.certificate.imminentDays"
        label="Told so many days before it ends"
        hint="Imminent: a warning, nobody is paged"
        inputMode="decimal"
        value={certificate.imminentDays}
        onChange={(imminentDays) => set({ imminentDays })}
      />
      <PathField
        path="probe.certificate.failingDays"
        label="Failing so many days before it ends"
        hint="0: when it has ended"
        inputMode="decimal"
        value={certificate.failingDays}
        onChange={(failingDays) => set({ failingDays })}
      />
    </div>
  );
}

/** Headers of the request. */
export function HeaderRows({ form: { headers }, onChange }: FormProps<ProbeForm>) {
  const error = useFault('probe.headers', { deep: true });
  return (
    <div className="ui-stack">
      <ul className="editor-rows" aria-label="Headers">
        {headers.map((header, index) => (
          <li key={header.id}>
            <div className="editor-fields">
              <TextField
                label="Header"
                value={header.name}
                onChange={(name) => onChange({ headers: withRow(headers, index, { name }) })}
                spellCheck={false}
              />
              <TextField
                label="Its value"
                value={header.value}
                onChange={(value) => onChange({ headers: withRow(headers, index, { value }) })}
                spellCheck={false}
              />
            </div>
            <IconButton
              label={`Remove the header ${header.name}`}
              icon={<X size={16} aria-hidden />}
              onClick={() => onChange({ headers: withoutRow(headers, index) })}
            />
          </li>
        ))}
      </ul>
      {error === undefined ? null : <p className="ui-field-error">{error}</p>}
      <div>
        <Button onClick={() => onChange({ headers: [...headers, { id: rowId(), name: '', value: '' }] })}>
          Add a header
        </Button>
      </div>
    </div>
  );
}
