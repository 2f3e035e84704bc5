import { NameField } from '../../catalog/editor/NameField.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { useNames, useObjectOptions } from '../../catalog/object-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { nowMs } from '../../ui/clock.ts';
import { SearchSelect } from '../../ui/SearchSelect.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { isZone } from '../../ui/wall-clock.ts';
import { ZoneField } from '../../ui/ZoneField.tsx';
import { spanText } from '../days.ts';
import { blankLayer, splitLayer, type LayerForm } from './layer-form.ts';
import { LayerFields } from './LayerFields.tsx';
import type { FormProps } from '../form/form-props.ts';
import { movedRow, withoutRow, withRow } from '../form/rows.ts';
import { mondayAtNine, type ScheduleForm } from './schedule-form.ts';

/** What a schedule is called and whose clock counts. */
export function ScheduleHead({ form, onChange }: FormProps<ScheduleForm>) {
  const timezone = useFault('timezone');
  return (
    <div className="editor-fields">
      <NameField form={form} onChange={onChange} />
      <ZoneField
        label="Time zone of the schedule"
        value={form.timezone}
        onChange={(zone) => onChange({ timezone: zone })}
        error={timezone}
      />
    </div>
  );
}

export function LayerList({ form, onChange }: FormProps<ScheduleForm>) {
  const { layers, timezone } = form;
  const set = (next: LayerForm[]) => onChange({ layers: next });
  const zone = isZone(timezone) ? timezone : 'Etc/UTC';
  const whole = useFault('layers');
  return (
    <section className="ui-stack" aria-label="Layers">
      <h2>Layers</h2>
      {layers.length < 2 ? null : (
        <Select
          label="Together"
          options={[
            { value: 'precedence', label: 'The lowest layer that has anybody is on' },
            { value: 'union', label: 'Everybody of every layer is on' },
          ]}
          value={form.combine}
          onChange={(combine) => onChange({ combine })}
        />
      )}
      {layers.map((layer, index) => (
        <LayerFields
          key={layer.id}
          index={index}
          count={layers.length}
          layer={layer}
          scheduleZone={timezone}
          onChange={(part) => set(withRow(layers, index, part))}
          onMove={(by) => set(movedRow(layers, index, by))}
          onRemove={() => set(withoutRow(layers, index))}
          onSplit={(at) => set(layers.toSpliced(index, 1, ...splitLayer(layer, at, timezone)))}
        />
      ))}
      {whole === undefined ? null : <p className="ui-field-error">{whole}</p>}
      <div>
        <Button
          onClick={() =>
            set([...layers, blankLayer(`Layer ${layers.length + 1}`, mondayAtNine(nowMs(), zone))])
          }
        >
          Add a layer
        </Button>
      </div>
    </section>
  );
}

/** Who stands in, who answers for it, and what is asked of a change. */
export function ScheduleRest({ form, onChange }: FormProps<ScheduleForm>) {
  const people = useObjectOptions('Person');
  const teams = useObjectOptions('Team');
  const fallback = useFault('fallback', { deep: true });
  const owner = useFault('owner');
  const staff = useFault('staff');
  const description = useFault('description');
  return (
    <section className="ui-stack" aria-label="Beside the layers">
      <h2>Beside the layers</h2>
      <SearchSelect
        label="Fallback"
        hint="On where nobody else is"
        options={people}
        value={form.fallback}
        onChange={(chosen) => onChange({ fallback: chosen })}
        error={fallback}
      />
      <div className="editor-fields">
        <Select
          label="Owner"
          hint="Is told of coming holes"
          placeholder="Teams whose policies page it"
          options={teams}
          value={form.owner}
          onChange={(team) => onChange({ owner: team })}
          error={owner}
        />
        <TextField
          label="People on at once"
          hint="Fewer is reported ahead"
          type="number"
          min={1}
          max={50}
          value={form.staff}
          onChange={(text) => onChange({ staff: text })}
          error={staff}
        />
      </div>
      <TextArea
        label="What it is for"
        rows={2}
        value={form.description}
        onChange={(text) => onChange({ description: text })}
        error={description}
      />
      <Handover form={form} onChange={onChange} />
      <Overrides form={form} onChange={onChange} />
    </section>
  );
}

function Handover({ form: { handover }, onChange }: FormProps<ScheduleForm>) {
  const set = (part: Partial<typeof handover>) => onChange({ handover: { ...handover, ...part } });
  const limit = useFault('handover.limitMinutes');
  const prepare = useFault('handover.prepareMinutes');
  return (
    <>
      <Checkbox
        label="Each change is handed over"
        hint="Who leaves gets a brief, both sign, and both are paged until then"
        checked={handover.isOn && handover.required}
        onChange={(isOn) => set({ isOn, required: true })}
      />
      {handover.isOn && handover.required ? (
        <div className="editor-fields">
          <TextField
            label="Minutes before, the brief is prepared"
            type="number"
            min={1}
            max={240}
            value={handover.prepare}
            onChange={(text) => set({ prepare: text })}
            error={prepare}
          />
          <TextField
            label="Minutes after, others are told"
            type="number"
            min={1}
            max={240}
            value={handover.limit}
            onChange={(text) => set({ limit: text })}
            error={limit}
          />
        </div>
      ) : null}
    </>
  );
}

const kindWords = { take: 'alone', add: 'as well', remove: 'not on', replace: 'instead of' } as const;

/** Overrides that are part of the rules. Those made on screen stand beside them and are not here. */
function Overrides({ form: { overrides, timezone }, onChange }: FormProps<ScheduleForm>) {
  const person = useNames('Person');
  if (overrides.length === 0) return null;
  const zone = isZone(timezone) ? timezone : 'Etc/UTC';
  return (
    <details>
      <summary>{overrides.length} overrides in the rules</summary>
      <ul className="oncall-list">
        {overrides.map((override, index) => (
          // Two may say the same, and they never change their order here.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${index} ${override.start}`}>
            <span>
              <b>{person(override.user)}</b> {kindWords[override.kind]}{' '}
              {override.replaces === undefined ? '' : person(override.replaces)}{' '}
              {spanText(override.start, override.end, zone)}
            </span>
            <Button onClick={() => onChange({ overrides: withoutRow(overrides, index) })}>Take away</Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
