import { channelName } from '@fieldmarshal/contract/delivery/channel';
import type { OwnRules } from '@fieldmarshal/contract/oncall/own-rules';
import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { movedRow, rowId, withoutRow, withRow } from '../../oncall/form/rows.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { channelWords } from '../reach/reach-api.ts';
import { blankRule, severities, type RingForm, type RuleForm } from './rules-form.ts';

interface RuleListProps {
  rules: readonly RuleForm[];
  ways: OwnRules['plan'][number]['ways'];
  onChange: (rules: RuleForm[]) => void;
}

/** Rules in their order: the first that holds for a severity counts. */
export function RuleList({ rules, ways, onChange }: RuleListProps) {
  const first = ways[0]?.channel ?? 'email';
  return (
    <section className="ui-stack" aria-label="Rules">
      <h3>Rules</h3>
      <p className="ui-quiet">
        The first rule that holds for a severity counts. Without any, SEV1, SEV2 and what is not assessed ring
        every way, two minutes apart, and the rest only the first. Ways that no rule names follow where one
        fails.
      </p>
      {rules.map((rule, index) => (
        <RuleFields
          key={rule.id}
          path={`notificationRules[${index}]`}
          title={`Rule ${index + 1}`}
          rule={rule}
          own={new Set(ways.map(({ channel }) => channel))}
          onChange={(part) => onChange(withRow(rules, index, part))}
          actions={
            <RowActions
              label={`rule ${index + 1}`}
              index={index}
              count={rules.length}
              onMove={(by) => onChange(movedRow(rules, index, by))}
              onRemove={() => onChange(withoutRow(rules, index))}
            />
          }
        />
      ))}
      <div>
        <Button onClick={() => onChange([...rules, blankRule(first)])}>Add a rule</Button>
      </div>
    </section>
  );
}

interface RuleFieldsProps {
  path: string;
  title: string;
  rule: RuleForm;
  /** Channels by which the person has a way. */
  own: ReadonlySet<RingForm['channel']>;
  onChange: (part: Partial<RuleForm>) => void;
  actions: React.ReactNode;
}

function RuleFields({ path, title, rule, own, onChange, actions }: RuleFieldsProps) {
  const { ring } = rule;
  const fault = useFault(`${path}.ring`);
  const on = rule.severities.length === 0 ? severities : rule.severities;
  const toggle = (severity: (typeof severities)[number]) => {
    const next = severities.filter((each) => (each === severity ? !on.includes(each) : on.includes(each)));
    onChange({ severities: next.length === severities.length ? [] : next });
  };
  return (
    <fieldset className="ui-card ui-stack">
      <legend>{title}</legend>
      <div role="group" aria-label="Severities" className="editor-choices">
        {severities.map((severity) => (
          <Checkbox
            key={severity}
            label={severity}
            checked={on.includes(severity)}
            onChange={() => toggle(severity)}
          />
        ))}
      </div>
      <ul className="editor-rows">
        {ring.map((line, place) => (
          <li key={line.id}>
            <RingFields
              path={`${path}.ring[${place}]`}
              line={line}
              own={own}
              onChange={(part) => onChange({ ring: withRow(ring, place, part) })}
            />
            <RowActions
              label={`way ${place + 1}`}
              index={place}
              count={ring.length}
              onMove={(by) => onChange({ ring: movedRow(ring, place, by) })}
              onRemove={() => onChange({ ring: withoutRow(ring, place) })}
            />
          </li>
        ))}
      </ul>
      {fault === undefined ? null : <p className="ui-field-error">{fault}</p>}
      <div className="ui-row">
        <Button
          onClick={() =>
            onChange({
              ring: [...ring, { id: rowId(), channel: ring.at(-1)?.channel ?? 'email', minutes: '5' }],
            })
          }
        >
          Add a way
        </Button>
        {actions}
      </div>
    </fieldset>
  );
}

interface RingFieldsProps {
  path: string;
  line: RingForm;
  own: ReadonlySet<RingForm['channel']>;
  onChange: (part: Partial<RingForm>) => void;
}

function RingFields({ path, line, own, onChange }: RingFieldsProps) {
  // Trackers are told of tickets and ring nobody.
  const channels = channelName.options.filter((each) => each !== 'tracker');
  return (
    <div className="editor-fields">
      <Select
        label="Rings"
        options={channels.map((value) => ({
          value,
          label: own.has(value) ? channelWords[value] : `${channelWords[value]} (no way of yours)`,
        }))}
        value={line.channel}
        onChange={(channel) => onChange({ channel })}
      />
      <TextField
        label="After minutes"
        inputMode="decimal"
        value={line.minutes}
        onChange={(minutes) => onChange({ minutes })}
        error={useFault(`${path}.afterMinutes`)}
      />
    </div>
  );
}
