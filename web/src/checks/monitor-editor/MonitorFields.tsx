import { useNavigate } from '@tanstack/react-router';
import { NameField } from '../../catalog/editor/NameField.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import type { MonitorForm } from './monitor-form.ts';
import { monitorTypes, type ProbeForm } from './probe-form.ts';
import { ProbeFields } from './ProbeFields.tsx';
import { AboutFields, FailingFields, WhereFields } from './WhenFields.tsx';

const kindWords: Readonly<Record<ProbeForm['type'], string>> = {
  http: 'HTTP: an address answers as it should',
  tcp: 'TCP: a port takes connections',
  dns: 'DNS: a name is answered',
  tls: 'TLS: a certificate is trusted and does not end',
  promql: 'PromQL: a number of a metrics server',
};
const kinds = monitorTypes.map((value) => ({ value, label: kindWords[value] }));
const heartbeat = { value: 'heartbeat', label: 'Heartbeat: something calls here in time' };

/** What it is called, and of which kind it is. */
export function MonitorHead({ form, onChange, isNew }: FormProps<MonitorForm> & { isNew: boolean }) {
  const navigate = useNavigate();
  return (
    <>
      <NameField form={form} onChange={onChange} />
      <Select
        label="Kind"
        options={isNew ? [...kinds, heartbeat] : kinds}
        value={form.probe.type}
        onChange={(text) => {
          const type = monitorTypes.find((each) => each === text);
          // Heartbeats have a key of their own and no runner: they are made where they are kept.
          if (type === undefined) void navigate({ to: '/admin', search: { part: 'heartbeats' } });
          else onChange({ probe: { ...form.probe, type } });
        }}
      />
    </>
  );
}

export function MonitorFields({ form, onChange }: FormProps<MonitorForm>) {
  const description = useFault('description');
  return (
    <>
      <section className="ui-stack" aria-label="What it looks at">
        <h2>What it looks at</h2>
        <ProbeFields form={form.probe} onChange={(part) => onChange({ probe: { ...form.probe, ...part } })} />
      </section>
      <WhereFields form={form} onChange={onChange} />
      <FailingFields form={form} onChange={onChange} />
      <AboutFields form={form} onChange={onChange} />
      <TextArea
        label="What it is for"
        rows={2}
        value={form.description}
        onChange={(text) => onChange({ description: text })}
        error={description}
      />
    </>
  );
}
