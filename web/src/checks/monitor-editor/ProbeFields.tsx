import { useFault } from '../../catalog/editor/faults.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { HttpFields } from './HttpFields.tsx';
import type { ProbeForm } from './probe-form.ts';
import { PromqlFields } from './PromqlFields.tsx';
import { CertificateFields, PathField, WithinField } from './SharedFields.tsx';
import { TextRuleFields } from './RuleRows.tsx';
import { textRuleForm } from './text-rule-form.ts';

/** What a monitor of its kind looks at, and what about it is bad. */
export function ProbeFields(props: FormProps<ProbeForm>) {
  switch (props.form.type) {
    case 'http':
      return <HttpFields {...props} />;
    case 'promql':
      return <PromqlFields {...props} />;
    case 'tcp':
      return <TcpFields {...props} />;
    case 'dns':
      return <DnsFields {...props} />;
    case 'tls':
      return <TlsFields {...props} />;
  }
}

function TcpFields({ form, onChange }: FormProps<ProbeForm>) {
  const { answer } = form;
  return (
    <>
      <HostFields form={form} onChange={onChange} />
      <PathField
        path="probe.send"
        label="Sent after connecting"
        hint="Empty: nothing"
        value={form.send}
        onChange={(send) => onChange({ send })}
      />
      <Checkbox
        label="Something must come back"
        checked={answer !== null}
        onChange={(isOn) => onChange({ answer: isOn ? textRuleForm({ contains: '' }) : null })}
      />
      {answer === null ? null : (
        <div className="editor-fields">
          <TextRuleFields
            path="probe.expect"
            rule={answer}
            onChange={(part) => onChange({ answer: { ...answer, ...part } })}
          />
        </div>
      )}
      <WithinField form={form} onChange={onChange} path="probe.withinMs" />
    </>
  );
}

function HostFields({ form, onChange }: FormProps<ProbeForm>) {
  return (
    <div className="editor-fields">
      <PathField
        path="probe.host"
        label="Host"
        value={form.host}
        onChange={(host) => onChange({ host })}
        spellCheck={false}
      />
      <PathField
        path="probe.port"
        label="Port"
        inputMode="numeric"
        value={form.port}
        onChange={(port) => onChange({ port })}
      />
    </div>
  );
}

function TlsFields({ form, onChange }: FormProps<ProbeForm>) {
  return (
    <>
      <HostFields form={form} onChange={onChange} />
      <PathField
        path="probe.serverName"
        label="Name it is asked for"
        hint="Empty: the host"
        value={form.serverName}
        onChange={(serverName) => onChange({ serverName })}
        spellCheck={false}
      />
      <Checkbox
        label="A certificate that is not trusted is failing"
        checked={form.verify}
        onChange={(verify) => onChange({ verify })}
      />
      <CertificateFields form={form} onChange={onChange} />
    </>
  );
}

const records = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'CAA'].map((value) => ({
  value,
  label: value,
}));

function DnsFields({ form, onChange }: FormProps<ProbeForm>) {
  const includes = useFault('probe.includes', { deep: true });
  return (
    <>
      <div className="editor-fields">
        <PathField
          path="probe.name"
          label="Name to look up"
          value={form.host}
          onChange={(host) => onChange({ host })}
          spellCheck={false}
        />
        <Select
          label="Record"
          options={records}
          value={form.record}
          onChange={(record) => onChange({ record })}
        />
        <PathField
          path="probe.resolver"
          label="Name server"
          hint="address or address:port; empty: those of the runner"
          value={form.resolver}
          onChange={(resolver) => onChange({ resolver })}
          spellCheck={false}
        />
      </div>
      <TextArea
        label="Must be among the answers"
        hint="One a line"
        rows={2}
        value={form.includes}
        onChange={(text) => onChange({ includes: text })}
        error={includes}
      />
      <div className="editor-fields">
        <PathField
          path="probe.countMin"
          label="So many answers at least"
          inputMode="numeric"
          value={form.countMin}
          onChange={(countMin) => onChange({ countMin })}
        />
        <WithinField form={form} onChange={onChange} path="probe.withinMs" />
      </div>
    </>
  );
}
