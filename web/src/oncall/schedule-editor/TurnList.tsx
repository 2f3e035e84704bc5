import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { useObjectOptions } from '../../catalog/object-api.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import type { Turn } from './layer-form.ts';
import { movedRow, rowId, withoutRow, withRow } from '../form/rows.ts';

interface TurnListProps {
  /** Into the spec, such as `layers[0].participants`. */
  path: string;
  turns: readonly Turn[];
  onChange: (turns: Turn[]) => void;
}

/** Whose turn follows whose; several people of one turn are on together. */
export function TurnList({ path, turns, onChange }: TurnListProps) {
  const people = useObjectOptions('Person');
  const fault = useFault(path);
  return (
    <div className="ui-stack" role="group" aria-label="Turns, in order">
      <ol className="editor-rows">
        {turns.map((turn, index) => (
          <li key={turn.id}>
            <TurnField
              path={`${path}[${index}]`}
              label={`Turn ${index + 1}`}
              options={people}
              people={turn.people}
              onChange={(chosen) => onChange(withRow(turns, index, { people: chosen }))}
            />
            <RowActions
              label={`turn ${index + 1}`}
              index={index}
              count={turns.length}
              onMove={(by) => onChange(movedRow(turns, index, by))}
              onRemove={() => onChange(withoutRow(turns, index))}
            />
          </li>
        ))}
      </ol>
      <SearchSelect
        label="Add a turn for"
        hint="Each person chosen here gets the next turn. More people in one turn are on together."
        options={people}
        value={[]}
        onChange={(chosen) => onChange([...turns, { id: rowId(), people: chosen }])}
        error={fault}
      />
    </div>
  );
}

interface TurnFieldProps {
  path: string;
  label: string;
  options: ReturnType<typeof useObjectOptions>;
  people: readonly string[];
  onChange: (people: string[]) => void;
}

function TurnField({ path, label, options, people, onChange }: TurnFieldProps) {
  const error = useFault(path, { deep: true });
  return <SearchSelect label={label} options={options} value={people} onChange={onChange} error={error} />;
}
