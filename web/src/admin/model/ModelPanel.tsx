import type { ModelFeature, ModelPolicy } from '@fieldmarshal/contract/assist';
import { useState } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { modelTexts, textWords } from '../../assist/room/text-words.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useModelChange, useModelPolicy } from './model-admin-api.ts';
import { ModelFiguresTable } from './ModelFiguresTable.tsx';
import { ModelProviders } from './ModelProviders.tsx';
import { ModelRuns } from './ModelRuns.tsx';

/** The model on top of the rules: whether it writes, which servers are asked, what became of it. */
export function ModelPanel() {
  const policy = useModelPolicy();
  return (
    <section className="ui-stack" aria-label="Model">
      <p className="ui-quiet">
        A model may replace sentences of the texts about an incident, each after it was verified against the
        entries it cites. The text by rules is always there first. What leaves has placeholders for people,
        customers, hosts and secrets.
      </p>
      {policy.isPending ? <Loading what="the settings" /> : null}
      {policy.isError ? (
        <ErrorNote onRetry={() => void policy.refetch()}>{sentenceOf(policy.error)}</ErrorNote>
      ) : null}
      {policy.data === undefined ? null : <PolicyForm key={shapeOf(policy.data)} policy={policy.data} />}
      <ModelProviders />
      <ModelFiguresTable />
      <ModelRuns />
    </section>
  );
}

const modes = [
  { value: 'off', label: 'Off: rules only' },
  { value: 'shadow', label: 'Shadow: ask and compare, show nobody' },
  { value: 'on', label: 'On: verified sentences are shown' },
];

/** What was saved: the form begins anew with each. */
function shapeOf({
  mode,
  offFeatures,
  tokensPerDayMax,
  tokensPerIncidentMax,
  keepDays,
}: ModelPolicy): string {
  return [mode, ...offFeatures, tokensPerDayMax, tokensPerIncidentMax, keepDays].join(' ');
}

function PolicyForm({ policy }: { policy: ModelPolicy }) {
  const [mode, setMode] = useState<string>(policy.mode);
  const [perDay, setPerDay] = useState(String(policy.tokensPerDayMax));
  const [perIncident, setPerIncident] = useState(String(policy.tokensPerIncidentMax));
  const [keepDays, setKeepDays] = useState(String(policy.keepDays));
  const [offFeatures, setOffFeatures] = useState<readonly ModelFeature[]>(policy.offFeatures);
  const change = useModelChange();
  const save = (): void =>
    change.mutate({
      method: 'PUT',
      path: '',
      body: {
        mode,
        offFeatures,
        tokensPerDayMax: Number(perDay),
        tokensPerIncidentMax: Number(perIncident),
        keepDays: Number(keepDays),
      },
      done: 'Saved',
    });
  const share = policy.tokensPerDayMax === 0 ? 1 : policy.tokensToday / policy.tokensPerDayMax;
  return (
    <form
      className="ui-card ui-stack"
      aria-label="Whether a model writes"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>Whether a model writes</h2>
      <Select label="Mode" value={mode} onChange={setMode} options={modes} />
      <Features off={offFeatures} onOff={setOffFeatures} />
      <div className="ui-row">
        <TextField
          label="Tokens in a day, at most"
          type="number"
          min={0}
          value={perDay}
          onChange={setPerDay}
        />
        <TextField
          label="Tokens for an incident, at most"
          type="number"
          min={0}
          value={perIncident}
          onChange={setPerIncident}
        />
        <TextField
          label="Days that texts are kept"
          type="number"
          min={0}
          value={keepDays}
          onChange={setKeepDays}
        />
      </div>
      <p className="ui-quiet">
        Today {policy.tokensToday.toLocaleString('en')} of {policy.tokensPerDayMax.toLocaleString('en')}{' '}
        tokens ({Math.round(100 * share)}%).
      </p>
      <div className="ui-row">
        <Button type="submit" look="primary" busy={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

interface FeaturesProps {
  readonly off: readonly ModelFeature[];
  readonly onOff: (off: readonly ModelFeature[]) => void;
}

/** A switch for each text: the others go on. */
function Features({ off, onOff }: FeaturesProps) {
  return (
    <fieldset className="ui-row model-features">
      <legend>Texts that a model may write</legend>
      {modelTexts.map((feature) => (
        <Checkbox
          key={feature}
          label={textWords[feature]}
          checked={!off.includes(feature)}
          onChange={(isOn) => onOff(isOn ? off.filter((one) => one !== feature) : [...off, feature])}
        />
      ))}
    </fieldset>
  );
}
