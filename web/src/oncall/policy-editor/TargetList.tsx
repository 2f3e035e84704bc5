import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select, type SelectOption } from '../../ui/Select.tsx';
import { blankTarget, type TargetForm, type TargetKind } from './policy-form.ts';
import { movedRow, withoutRow, withRow } from '../form/rows.ts';

interface TargetListProps {
  /** Into the spec, such as `steps[0].targets`. */
  path: string;
  targets: readonly TargetForm[];
  onChange: (targets: TargetForm[]) => void;
}

/** Whom a step pages, all at once. */
export function TargetList({ path, targets, onChange }: TargetListProps) {
  const whole = useFault(path);
  return (
    <div className="ui-stack" role="group" aria-label="Whom it pages">
      <ul className="editor-rows">
        {targets.map((target, index) => (
          <li key={target.id}>
            <TargetFields
              path={`${path}[${index}]`}
              target={target}
              onChange={(part) => onChange(withRow(targets, index, part))}
            />
            <RowActions
              label={`target ${index + 1}`}
              index={index}
              count={targets.length}
              onMove={(by) => onChange(movedRow(targets, index, by))}
              onRemove={() => onChange(withoutRow(targets, index))}
            />
          </li>
        ))}
      </ul>
      {whole === undefined ? null : <p className="ui-field-error">{whole}</p>}
      <div>
        <Button onClick={() => onChange([...targets, blankTarget()])}>Page somebody else too</Button>
      </div>
    </div>
  );
}

const kindWords: Readonly<Record<TargetKind, { label: string; kind: string; of: string }>> = {
  schedule: { label: 'Whoever is on', kind: 'Schedule', of: 'Schedule' },
  team: { label: 'Everybody of a team', kind: 'Team', of: 'Team' },
  hub: { label: 'Everybody of a hub', kind: 'Hub', of: 'Hub' },
  person: { label: 'A person', kind: 'Person', of: 'Person' },
};
const kindOptions: readonly SelectOption<TargetKind>[] = (['schedule', 'team', 'hub', 'person'] as const).map(
  (value) => ({
    value,
    label: kindWords[value].label,
  }),
);

interface TargetFieldsProps {
  path: string;
  target: TargetForm;
  onChange: (part: Partial<TargetForm>) => void;
}

function TargetFields({ path, target, onChange }: TargetFieldsProps) {
  const { kind, of } = kindWords[target.kind];
  const options = useObjectOptions(kind);
  const error = useFault(path, { deep: true });
  return (
    <div className="editor-fields">
      <Select
        label="Page"
        options={kindOptions}
        value={target.kind}
        onChange={(next) => onChange({ kind: next, name: '' })}
      />
      <SearchSelect
        label={of}
        max={1}
        options={options}
        value={target.name === '' ? [] : [target.name]}
        onChange={([name = '']) => onChange({ name })}
        error={error}
      />
      {target.kind === 'person' ? null : (
        <Checkbox
          label="Only one, in turn"
          checked={target.roundRobin}
          onChange={(roundRobin) => onChange({ roundRobin })}
        />
      )}
    </div>
  );
}
