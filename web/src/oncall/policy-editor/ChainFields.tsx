import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { blankStep, type ChainForm, type StepForm } from './policy-form.ts';
import { movedRow, withoutRow, withRow } from '../form/rows.ts';
import { TargetList } from './TargetList.tsx';
import { WhenFields } from './WhenFields.tsx';

interface ChainFieldsProps {
  /** Into the spec: empty for the policy's own steps, `variants[0].` for those of a variant. */
  path: string;
  chain: ChainForm;
  /** The zone that new hours begin with. */
  zone: string;
  onChange: (part: Partial<ChainForm>) => void;
}

/** Steps, how often they are walked, and who comes last. */
export function ChainFields({ path, chain, zone, onChange }: ChainFieldsProps) {
  const { steps } = chain;
  const set = (next: StepForm[]) => onChange({ steps: next });
  const whole = useFault(`${path}steps`);
  return (
    <>
      {steps.map((step, index) => (
        <StepFields
          key={step.id}
          path={`${path}steps[${index}]`}
          title={`Step ${index + 1}`}
          step={step}
          onChange={(part) => set(withRow(steps, index, part))}
          actions={
            <RowActions
              label={`step ${index + 1}`}
              index={index}
              count={steps.length}
              onMove={(by) => set(movedRow(steps, index, by))}
              onRemove={() => set(withoutRow(steps, index))}
            />
          }
        />
      ))}
      {whole === undefined ? null : <p className="ui-field-error">{whole}</p>}
      <div>
        <Button onClick={() => set([...steps, blankStep(zone)])}>Add a step</Button>
      </div>
      <After path={path} chain={chain} onChange={onChange} />
    </>
  );
}

interface StepFieldsProps {
  path: string;
  title: string;
  step: StepForm;
  onChange: (part: Partial<StepForm>) => void;
  actions: React.ReactNode;
}

function StepFields({ path, title, step, onChange, actions }: StepFieldsProps) {
  const minutes = useFault(`${path}.minutes`);
  return (
    <fieldset className="ui-card ui-stack">
      <legend>{title}</legend>
      <TargetList
        path={`${path}.targets`}
        targets={step.targets}
        onChange={(targets) => onChange({ targets })}
      />
      <div className="editor-fields">
        <TextField
          label="Minutes to answer"
          hint="Then the next step follows"
          inputMode="decimal"
          value={step.minutes}
          onChange={(text) => onChange({ minutes: text })}
          error={minutes}
        />
      </div>
      <WhenFields path={`${path}.when`} when={step.when} onChange={(when) => onChange({ when })} />
      {actions}
    </fieldset>
  );
}

function After({ path, chain, onChange }: Omit<ChainFieldsProps, 'zone'>) {
  const repeat = useFault(`${path}repeat`);
  const isVariant = path !== '';
  return (
    <>
      <div className="editor-fields">
        <TextField
          label="Walked again, times"
          hint={isVariant ? 'Empty: as often as the policy' : 'Before the fallback is paged'}
          type="number"
          min={0}
          max={9}
          value={chain.repeat}
          onChange={(text) => onChange({ repeat: text })}
          error={repeat}
        />
      </div>
      {isVariant ? (
        <Checkbox
          label="Has a fallback of its own"
          checked={chain.fallback !== null}
          onChange={(isOwn) => onChange({ fallback: isOwn ? [] : null })}
        />
      ) : null}
      {chain.fallback === null ? null : (
        <fieldset className="ui-card ui-stack">
          <legend>Fallback</legend>
          <p className="ui-quiet">Paged at the end, whatever the hour and the severity.</p>
          <TargetList
            path={`${path}fallback`}
            targets={chain.fallback}
            onChange={(fallback) => onChange({ fallback })}
          />
        </fieldset>
      )}
    </>
  );
}
