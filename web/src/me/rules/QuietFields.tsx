import type { OwnRules } from '@fieldmarshal/contract/oncall/own-rules';
import { useFault } from '../../catalog/editor/faults.ts';
import { WindowList } from '../../oncall/form/WindowList.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ZoneField } from '../../ui/ZoneField.tsx';
import { channelWords } from '../reach/reach-api.ts';
import { quietSeverities, type QuietForm } from './rules-form.ts';

interface QuietFieldsProps {
  quiet: QuietForm;
  ways: OwnRules['plan'][number]['ways'];
  onChange: (part: Partial<QuietForm>) => void;
}

/** Hours in which only some channels ring, or none; never for SEV1. */
export function QuietFields({ quiet, ways, onChange }: QuietFieldsProps) {
  const timezone = useFault('quietHours.timezone');
  const windows = useFault('quietHours.windows');
  const severities = useFault('quietHours.severities');
  return (
    <section className="ui-stack" aria-label="Quiet hours">
      <h3>Quiet hours</h3>
      <Checkbox
        label="I have quiet hours"
        hint="Never for SEV1, for what is not assessed, or for the fallback of a policy"
        checked={quiet.isOn}
        onChange={(isOn) => onChange({ isOn })}
      />
      {quiet.isOn ? (
        <>
          <div className="editor-fields">
            <ZoneField
              label="On the clock of"
              value={quiet.timezone}
              onChange={(zone) => onChange({ timezone: zone })}
              error={timezone}
            />
          </div>
          <WindowList
            path="quietHours.windows"
            addWords="Add hours"
            emptyWords="No hours yet."
            windows={quiet.windows}
            onChange={(list) => onChange({ windows: list })}
          />
          {windows === undefined ? null : <p className="ui-field-error">{windows}</p>}
          <p>Quiet for</p>
          <div role="group" aria-label="Quiet for" className="editor-choices">
            {quietSeverities.map((severity) => (
              <Checkbox
                key={severity}
                label={severity}
                checked={quiet.severities.includes(severity)}
                onChange={(isOn) =>
                  onChange({
                    severities: quietSeverities.filter((each) =>
                      each === severity ? isOn : quiet.severities.includes(each),
                    ),
                  })
                }
              />
            ))}
          </div>
          {severities === undefined ? null : <p className="ui-field-error">{severities}</p>}
          <AllTheSame quiet={quiet} ways={ways} onChange={onChange} />
        </>
      ) : null}
    </section>
  );
}

/** What rings in quiet hours, too. */
function AllTheSame({ quiet, ways, onChange }: QuietFieldsProps) {
  const channels = [...new Set([...ways.map(({ channel }) => channel), ...quiet.channels])];
  return (
    <>
      <p>And yet</p>
      <div role="group" aria-label="What rings all the same" className="editor-choices">
        {channels.map((channel) => (
          <Checkbox
            key={channel}
            label={`${channelWords[channel]} rings all the same`}
            checked={quiet.channels.includes(channel)}
            onChange={(isOn) =>
              onChange({
                channels: channels.filter((each) =>
                  each === channel ? isOn : quiet.channels.includes(each),
                ),
              })
            }
          />
        ))}
      </div>
    </>
  );
}
