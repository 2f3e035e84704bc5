import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ChainFields } from './ChainFields.tsx';
import { blankVariant, type PolicyForm, type VariantForm } from './policy-form.ts';
import { movedRow, withoutRow, withRow } from '../form/rows.ts';
import type { FormProps } from '../form/form-props.ts';
import { WhenFields } from './WhenFields.tsx';

type PolicyFieldsProps = FormProps<PolicyForm> & { zone: string };

export function PolicyFields({ form, onChange, zone }: PolicyFieldsProps) {
  const ackTimeout = useFault('ackTimeoutMinutes');
  const isDefault = useFault('default');
  const description = useFault('description');
  const owner = useFault('owner');
  const teams = useObjectOptions('Team');
  return (
    <>
      <section className="ui-stack" aria-label="Steps">
        <h2>Steps</h2>
        <ChainFields path="" chain={form} zone={zone} onChange={onChange} />
      </section>
      <Variants form={form} onChange={onChange} zone={zone} />
      <section className="ui-stack" aria-label="Beside the steps">
        <h2>Beside the steps</h2>
        <div className="editor-fields">
          <TextField
            label="Minutes an acknowledged incident may stall"
            hint="Then paging begins anew; empty: never"
            inputMode="numeric"
            value={form.ackTimeout}
            onChange={(text) => onChange({ ackTimeout: text })}
            error={ackTimeout}
          />
          <Select
            label="Owner"
            hint="Its people may change the rules, too"
            placeholder="Leads alone"
            options={teams}
            value={form.owner}
            onChange={(team) => onChange({ owner: team })}
            error={owner}
          />
        </div>
        <Checkbox
          label="The default policy"
          hint="Takes incidents whose route and product name none; only one can be"
          checked={form.isDefault}
          onChange={(isOn) => onChange({ isDefault: isOn })}
        />
        {isDefault === undefined ? null : <p className="ui-field-error">{isDefault}</p>}
        <TextArea
          label="What it is for"
          rows={2}
          value={form.description}
          onChange={(text) => onChange({ description: text })}
          error={description}
        />
      </section>
    </>
  );
}

function Variants({ form: { variants }, onChange, zone }: PolicyFieldsProps) {
  const set = (next: VariantForm[]) => onChange({ variants: next });
  return (
    <section className="ui-stack" aria-label="Variants">
      <h2>Variants</h2>
      <p className="ui-quiet">
        The first that applies when paging starts is taken instead of the steps above: other hours, other
        severities.
      </p>
      {variants.map((variant, index) => (
        <VariantFields
          key={variant.id}
          path={`variants[${index}].`}
          variant={variant}
          zone={zone}
          onChange={(part) => set(withRow(variants, index, part))}
          actions={
            <RowActions
              label={`variant ${variant.name || index + 1}`}
              index={index}
              count={variants.length}
              onMove={(by) => set(movedRow(variants, index, by))}
              onRemove={() => set(withoutRow(variants, index))}
            />
          }
        />
      ))}
      <div>
        <Button onClick={() => set([...variants, blankVariant(zone)])}>Add a variant</Button>
      </div>
    </section>
  );
}

interface VariantFieldsProps {
  path: string;
  variant: VariantForm;
  zone: string;
  onChange: (part: Partial<VariantForm>) => void;
  actions: React.ReactNode;
}

function VariantFields({ path, variant, zone, onChange, actions }: VariantFieldsProps) {
  const name = useFault(`${path}name`);
  return (
    <fieldset className="ui-card ui-stack">
      <legend>{variant.name === '' ? 'Variant' : variant.name}</legend>
      <TextField
        label="Name of the variant"
        value={variant.name}
        onChange={(text) => onChange({ name: text })}
        error={name}
      />
      <WhenFields path={`${path}when`} when={variant.when} onChange={(when) => onChange({ when })} />
      <ChainFields path={path} chain={variant} zone={zone} onChange={onChange} />
      {actions}
    </fieldset>
  );
}
