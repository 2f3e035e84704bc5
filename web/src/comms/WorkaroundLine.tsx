import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { useImpactAct } from '../impact/impact-api.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { languageNames } from './comms-words.ts';

interface WorkaroundProps {
  incident: Incident;
  /** In which there are messages to customers. */
  languages: readonly string[];
}

/** What users can do meanwhile, in each language of the messages: given once, told by every draft in that language. */
export function WorkaroundLine({ incident, languages }: WorkaroundProps) {
  const [editing, setEditing] = useState(false);
  const given = incident.impact.workarounds;
  const missing = languages.filter((language) => !given.some((each) => each.language === language));
  return (
    <div className="ui-stack">
      <div className="ui-row">
        <span>
          {given.length === 0
            ? 'No workaround is given.'
            : given
                .map(({ language, text }) => `Workaround (${languageNames.of(language)}): ${text}`)
                .join(' ')}
          {given.length > 0 && missing.length > 0 ? (
            <b> None for readers of {missing.map((each) => languageNames.of(each)).join(' and ')}.</b>
          ) : null}
        </span>
        <Button look="plain" aria-expanded={editing} onClick={() => setEditing(!editing)}>
          {given.length === 0 ? 'Give a workaround' : 'Change it'}
        </Button>
      </div>
      {editing
        ? languages.map((language) => (
            <WorkaroundForm key={language} incident={incident} language={language} />
          ))
        : null}
    </div>
  );
}

function WorkaroundForm({ incident, language }: { incident: Incident; language: string }) {
  const known = incident.impact.workarounds.find((each) => each.language === language)?.text ?? '';
  const [text, setText] = useState(known);
  const act = useImpactAct(incident.id);
  const said = text.trim();
  return (
    <form
      className="ui-row comms-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== known && !act.isPending)
          act.mutate({
            path: 'workaround',
            body: { language, text: said },
            done: said === '' ? 'No workaround any more' : 'Drafts tell it now',
          });
      }}
    >
      <TextField
        label={`What users can do, in ${languageNames.of(language)}`}
        hint="One sentence, in words for users. Empty: nothing."
        maxLength={200}
        value={text}
        onChange={setText}
      />
      <Button
        type="submit"
        busy={act.isPending}
        disabledReason={said === known ? 'Nothing has changed' : undefined}
      >
        Keep
      </Button>
    </form>
  );
}
