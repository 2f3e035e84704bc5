import { useState } from 'react';
import { RowActions } from '../../catalog/editor/RowActions.tsx';
import { useFault } from '../../catalog/editor/faults.ts';
import { Button } from '../../ui/Button.tsx';
import { nowMs } from '../../ui/clock.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { instantOfWall, isZone, wallText } from '../../ui/wall-clock.ts';
import { ZoneField } from '../../ui/ZoneField.tsx';
import { zoneOfLayer, type LayerForm, type Moment } from './layer-form.ts';
import { nextHour } from './schedule-form.ts';
import { TurnList } from './TurnList.tsx';
import { WindowList } from '../form/WindowList.tsx';

interface LayerFieldsProps {
  index: number;
  count: number;
  layer: LayerForm;
  scheduleZone: string;
  onChange: (part: Partial<LayerForm>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  /** Ends this layer at an instant and lets a successor begin, whose turns may differ. */
  onSplit: (at: string) => void;
}

export function LayerFields(props: LayerFieldsProps) {
  const { index, count, layer, scheduleZone, onChange, onMove, onRemove, onSplit } = props;
  const path = `layers[${index}]`;
  const zone = zoneOfLayer(layer, scheduleZone);
  const name = useFault(`${path}.name`);
  const timezone = useFault(`${path}.timezone`);
  const title = layer.name === '' ? `Layer ${index + 1}` : layer.name;
  return (
    <fieldset className="ui-card ui-stack">
      <legend>{title}</legend>
      <div className="editor-fields">
        <TextField
          label="Layer"
          value={layer.name}
          onChange={(text) => onChange({ name: text })}
          error={name}
        />
        <ZoneField
          label="Time zone"
          value={layer.timezone}
          placeholder={scheduleZone}
          hint="Empty: the schedule’s"
          onChange={(text) => onChange({ timezone: text })}
          error={timezone}
        />
      </div>
      <Handoff path={path} layer={layer} onChange={onChange} />
      <Life path={path} layer={layer} zone={zone} onChange={onChange} />
      <TurnList path={`${path}.participants`} turns={layer.turns} onChange={(turns) => onChange({ turns })} />
      <WindowList
        path={`${path}.restrictions`}
        addWords="Only at some hours"
        emptyWords="On at all hours."
        windows={layer.windows}
        onChange={(windows) => onChange({ windows })}
      />
      <div className="ui-row">
        <RowActions
          label={`layer ${title}`}
          index={index}
          count={count}
          onMove={onMove}
          onRemove={onRemove}
        />
        <Split zone={isZone(zone) ? zone : 'Etc/UTC'} onSplit={onSplit} />
      </div>
    </fieldset>
  );
}

const handoffs: readonly { value: LayerForm['handoff']; label: string; unit: string }[] = [
  { value: 'hourly', label: 'After hours', unit: 'Hours' },
  { value: 'daily', label: 'After days', unit: 'Days' },
  { value: 'weekly', label: 'After weeks', unit: 'Weeks' },
  { value: 'monthly', label: 'After months', unit: 'Months' },
  { value: 'none', label: 'Never: the first turn stays on', unit: '' },
];

interface PartProps {
  path: string;
  layer: LayerForm;
  onChange: (part: Partial<LayerForm>) => void;
}

function Handoff({ path, layer, onChange }: PartProps) {
  const error = useFault(`${path}.handoff.length`);
  const chosen = handoffs.find(({ value }) => value === layer.handoff);
  return (
    <div className="editor-fields">
      <Select
        label="Hands off"
        options={handoffs}
        value={layer.handoff}
        onChange={(handoff) => onChange({ handoff })}
      />
      {layer.handoff === 'none' ? null : (
        <TextField
          label={chosen?.unit ?? 'Length'}
          type="number"
          min={1}
          max={1000}
          value={layer.length}
          onChange={(length) => onChange({ length })}
          error={error}
        />
      )}
    </div>
  );
}

function Life({ path, layer, zone, onChange }: PartProps & { zone: string }) {
  const isCounted = layer.anchor.text !== '';
  const handoffs = `Hand-offs are at this time of day, ${zone}`;
  const field = (moment: Moment, text: string): Moment => ({ ...moment, text });
  return (
    <div className="editor-fields">
      <TextField
        label="Begins"
        type="datetime-local"
        hint={isCounted ? zone : handoffs}
        value={layer.start.text}
        onChange={(text) => onChange({ start: field(layer.start, text) })}
        error={useFault(`${path}.start`)}
      />
      <TextField
        label="Ends"
        type="datetime-local"
        hint="Empty: never"
        value={layer.end.text}
        onChange={(text) => onChange({ end: field(layer.end, text) })}
        error={useFault(`${path}.end`)}
      />
      <TextField
        label="Turns count from"
        type="datetime-local"
        hint={isCounted ? handoffs : 'Empty: from its beginning'}
        value={layer.anchor.text}
        onChange={(text) => onChange({ anchor: field(layer.anchor, text) })}
        error={useFault(`${path}.anchor`)}
      />
    </div>
  );
}

/** Other people from a moment on, without touching what was before. */
function Split({ zone, onSplit }: { zone: string; onSplit: (at: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  if (text === null)
    return (
      <Button onClick={() => setText(wallText(nextHour(nowMs(), zone), zone))}>Change people from …</Button>
    );
  const at = instantOfWall(text, zone);
  return (
    <div className="ui-row">
      <TextField
        label={`Other people from (${zone})`}
        type="datetime-local"
        value={text}
        onChange={setText}
        error={at === null ? 'Say from when' : undefined}
      />
      <Button
        disabledReason={at === null ? 'Say from when' : undefined}
        onClick={() => {
          if (at !== null) onSplit(at);
          setText(null);
        }}
      >
        End this layer then and begin a new one
      </Button>
      <Button onClick={() => setText(null)}>Leave it</Button>
    </div>
  );
}
