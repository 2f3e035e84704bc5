import { useFault } from '../../catalog/editor/faults.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import type { ProbeForm } from './probe-form.ts';
import { AnswerRules } from './RuleRows.tsx';
import { CertificateFields, HeaderRows, PathField, WithinField } from './SharedFields.tsx';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((value) => ({
  value,
  label: value,
}));

/** A request and what its answer must be. */
export function HttpFields({ form, onChange }: FormProps<ProbeForm>) {
  const body = useFault('probe.body');
  const { certificate } = form;
  return (
    <>
      <PathField
        path="probe.url"
        label="Address"
        hint="{{baseUrl}} and other variables of the environment, {{secret.NAME}} for secrets"
        value={form.url}
        onChange={(url) => onChange({ url })}
        spellCheck={false}
        autoComplete="off"
      />
      <div className="editor-fields">
        <Select
          label="Method"
          options={methods}
          value={form.method}
          onChange={(method) => onChange({ method })}
        />
        <PathField
          path="probe.expect.status"
          label="Status that is right"
          hint="Such as 2xx, 200-204, 301"
          value={form.status}
          onChange={(status) => onChange({ status })}
        />
        <WithinField form={form} onChange={onChange} path="probe.expect.withinMs" />
      </div>
      <AnswerRules form={form} onChange={onChange} />
      <Checkbox
        label="Look at the end of its certificate"
        checked={certificate.isOn}
        onChange={(isOn) => onChange({ certificate: { ...certificate, isOn } })}
      />
      {certificate.isOn ? <CertificateFields form={form} onChange={onChange} /> : null}
      <details>
        <summary>What is sent</summary>
        <div className="ui-stack">
          <HeaderRows form={form} onChange={onChange} />
          <TextArea
            label="Body"
            rows={3}
            value={form.body}
            onChange={(text) => onChange({ body: text })}
            error={body}
          />
          <div className="editor-fields">
            <PathField
              path="probe.redirects"
              label="Redirects that are followed"
              inputMode="numeric"
              value={form.redirects}
              onChange={(redirects) => onChange({ redirects })}
            />
          </div>
          <Checkbox
            label="A certificate that is not trusted is failing"
            checked={form.verify}
            onChange={(verify) => onChange({ verify })}
          />
        </div>
      </details>
    </>
  );
}
