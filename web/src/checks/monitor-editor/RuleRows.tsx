import { X } from 'lucide-react';
import { useFault } from '../../catalog/editor/faults.ts';
import type { FormProps } from '../../oncall/form/form-props.ts';
import { rowId, withoutRow, withRow } from '../../oncall/form/rows.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { HeaderRuleForm, ProbeForm } from './probe-form.ts';
import {
  jsonOps,
  textOps,
  textRuleForm,
  type JsonOp,
  type JsonRuleForm,
  type TextOp,
  type TextRuleForm,
} from './text-rule-form.ts';

const textWords: Readonly<Record<TextOp, string>> = {
  equals: 'is exactly',
  contains: 'contains',
  excludes: 'does not contain',
  matches: 'matches (RE2)',
};
const jsonWords: Readonly<Record<JsonOp, string>> = {
  exists: 'is there',
  equals: 'is',
  matches: 'matches (RE2)',
  above: 'is above',
  below: 'is below',
  count: 'are so many',
};
const textOptions = textOps.map((value) => ({ value, label: textWords[value] }));
const jsonOptions = jsonOps.map((value) => ({ value, label: jsonWords[value] }));

interface TextRuleFieldsProps {
  path: string;
  rule: TextRuleForm;
  onChange: (part: Partial<TextRuleForm>) => void;
}

/** One rule for a text: how, and what. */
export function TextRuleFields({ path, rule, onChange }: TextRuleFieldsProps) {
  const error = useFault(path, { deep: true });
  const rest = Object.keys(rule.rest).length;
  return (
    <>
      <Select
        label="How"
        labelHidden
        options={textOptions}
        value={rule.op}
        onChange={(op) => onChange({ op })}
      />
      <TextField
        label="What"
        labelHidden
        value={rule.value}
        onChange={(value) => onChange({ value })}
        error={error}
        hint={rest === 0 ? undefined : `and ${rest} more from its file, which stay`}
      />
    </>
  );
}

/** What an answer must hold: headers, body, values in its JSON. */
export function AnswerRules({ form, onChange }: FormProps<ProbeForm>) {
  const { headerRules, bodyRules, jsonRules } = form;
  return (
    <>
      <ul className="editor-rows" aria-label="Rules for the answer">
        {headerRules.map((rule, index) => (
          <Rule
            key={rule.id}
            title={`Header ${rule.name}`}
            onRemove={() => onChange({ headerRules: withoutRow(headerRules, index) })}
          >
            <TextField
              label="Header"
              value={rule.name}
              onChange={(name) => onChange({ headerRules: withRow(headerRules, index, { name }) })}
            />
            <TextRuleFields
              path={`probe.expect.headers[${index}]`}
              rule={rule}
              onChange={(part) =>
                onChange({ headerRules: withRow<HeaderRuleForm>(headerRules, index, part) })
              }
            />
          </Rule>
        ))}
        {bodyRules.map((rule, index) => (
          <Rule
            key={rule.id}
            title="Body"
            onRemove={() => onChange({ bodyRules: withoutRow(bodyRules, index) })}
          >
            <p>The body</p>
            <TextRuleFields
              path={`probe.expect.body[${index}]`}
              rule={rule}
              onChange={(part) => onChange({ bodyRules: withRow(bodyRules, index, part) })}
            />
          </Rule>
        ))}
        {jsonRules.map((rule, index) => (
          <Rule
            key={rule.id}
            title={`JSON ${rule.path}`}
            onRemove={() => onChange({ jsonRules: withoutRow(jsonRules, index) })}
          >
            <JsonRuleFields
              path={`probe.expect.json[${index}]`}
              rule={rule}
              onChange={(part) => onChange({ jsonRules: withRow(jsonRules, index, part) })}
            />
          </Rule>
        ))}
      </ul>
      <AddRules form={form} onChange={onChange} />
    </>
  );
}

function AddRules({ form: { headerRules, bodyRules, jsonRules }, onChange }: FormProps<ProbeForm>) {
  return (
    <div className="ui-row">
      <Button onClick={() => onChange({ bodyRules: [...bodyRules, textRuleForm({ contains: '' })] })}>
        Add a rule for the body
      </Button>
      <Button
        onClick={() =>
          onChange({
            jsonRules: [...jsonRules, { id: rowId(), path: '$.', op: 'equals', value: '', rest: {} }],
          })
        }
      >
        Add one for its JSON
      </Button>
      <Button
        onClick={() =>
          onChange({ headerRules: [...headerRules, { name: '', ...textRuleForm({ contains: '' }) }] })
        }
      >
        Add one for a header
      </Button>
    </div>
  );
}

interface JsonRuleFieldsProps {
  path: string;
  rule: JsonRuleForm;
  onChange: (part: Partial<JsonRuleForm>) => void;
}

function JsonRuleFields({ path, rule, onChange }: JsonRuleFieldsProps) {
  const error = useFault(path, { deep: true });
  return (
    <>
      <TextField
        label="JSON path"
        value={rule.path}
        onChange={(text) => onChange({ path: text })}
        spellCheck={false}
      />
      <Select
        label="How"
        labelHidden
        options={jsonOptions}
        value={rule.op}
        onChange={(op) => onChange({ op })}
      />
      {rule.op === 'exists' ? (
        <p className="ui-field-error">{error}</p>
      ) : (
        <TextField
          label="What"
          labelHidden
          value={rule.value}
          onChange={(value) => onChange({ value })}
          error={error}
        />
      )}
    </>
  );
}

interface RuleProps {
  title: string;
  onRemove: () => void;
  children: React.ReactNode;
}

function Rule({ title, onRemove, children }: RuleProps) {
  return (
    <li>
      <div className="editor-fields monitor-rule">{children}</div>
      <IconButton label={`Remove: ${title}`} icon={<X size={16} aria-hidden />} onClick={onRemove} />
    </li>
  );
}
