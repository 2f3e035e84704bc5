import type { ContactList } from '@fieldmarshal/contract/delivery/contacts';
import type { ChannelName } from '@fieldmarshal/contract/delivery/channel';
import { useState } from 'react';
import { RequestError } from '../../app/http.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toast.ts';
import { channelWords, useContactAct } from './reach-api.ts';

interface Place {
  /** The name of the field in the request. */
  field: 'address' | 'number' | 'url' | 'room' | 'topic';
  label: string;
  type: 'email' | 'tel' | 'url' | 'text';
  hint?: string;
}

const number: Place = {
  field: 'number',
  label: 'Number',
  type: 'tel',
  hint: 'International, without spaces, such as +447700900123',
};
const url: Place = { field: 'url', label: 'Address of the incoming webhook', type: 'url' };

/** Where each channel goes to. */
const places: Partial<Record<ChannelName, Place>> = {
  email: { field: 'address', label: 'E-mail address', type: 'email' },
  sms: number,
  voice: number,
  slack: url,
  teams: { ...url, hint: 'Of a workflow "When a Teams webhook request is received"' },
  mattermost: url,
  matrix: {
    field: 'room',
    label: 'Room id',
    type: 'text',
    hint: 'Such as !abc:example.org; invite the sender first',
  },
  ntfy: {
    field: 'topic',
    label: 'Topic',
    type: 'text',
    hint: 'Hard to guess: whoever knows it can read along',
  },
  webhook: { ...url, label: 'URL' },
};

/** Adds a way; a code is sent there, and shown to be received in the list. */
export function AddWay({ channels }: { channels: ContactList['channels'] }) {
  const [channel, setChannel] = useState<string>('');
  const [typed, setTyped] = useState('');
  const [label, setLabel] = useState('');
  const add = useContactAct();
  const chosen = channels.find((each) => each.channel === channel);
  const place = chosen === undefined ? undefined : places[chosen.channel];
  const faults = add.error instanceof RequestError ? add.error.faults : [];
  const placeFault = faults.find(({ path }) => path.startsWith('method'))?.message;
  const options = channels.map(({ channel: name, configured }) => ({
    value: name,
    label: configured ? channelWords[name] : `${channelWords[name]} (not set up here)`,
  }));
  const submit = () => {
    if (place === undefined) return;
    const named = label.trim() === '' ? {} : { label: label.trim() };
    const method = { channel, [place.field]: typed.trim() };
    add.mutate(
      { method: 'POST', path: 'contact-methods', body: { ...named, method } },
      {
        onSuccess: () => {
          setTyped('');
          setLabel('');
          showToast({ text: 'Added. A code is on its way there.' });
        },
      },
    );
  };
  return (
    <form
      className="ui-stack"
      aria-label="Add a way"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h3>Add a way</h3>
      <div className="reach-fields">
        <Select label="By" placeholder="Choose" options={options} value={channel} onChange={setChannel} />
        {place === undefined ? null : (
          <PlaceFields
            place={place}
            typed={typed}
            label={label}
            fault={placeFault}
            onType={setTyped}
            onLabel={setLabel}
          />
        )}
      </div>
      {chosen !== undefined && !chosen.configured ? <p className="ui-quiet">{chosen.why}</p> : null}
      {add.isError && placeFault === undefined ? <ErrorNote>{sentenceOf(add.error)}</ErrorNote> : null}
      {place === undefined ? null : (
        <div className="ui-row">
          <Button type="submit" busy={add.isPending} disabledReason={missing(chosen, typed)}>
            Add and send a code
          </Button>
        </div>
      )}
    </form>
  );
}

/** Why it cannot be added yet. */
function missing(chosen: ContactList['channels'][number] | undefined, typed: string): string | undefined {
  if (chosen?.configured === false) return 'This channel is not set up here';
  return typed.trim() === '' ? 'Say where' : undefined;
}

interface PlaceFieldsProps {
  place: Place;
  typed: string;
  label: string;
  fault: string | undefined;
  onType: (typed: string) => void;
  onLabel: (label: string) => void;
}

function PlaceFields({ place, typed, label, fault, onType, onLabel }: PlaceFieldsProps) {
  return (
    <>
      <TextField
        label={place.label}
        type={place.type}
        value={typed}
        onChange={onType}
        error={fault}
        {...(place.hint === undefined ? {} : { hint: place.hint })}
      />
      <TextField label="What you call it" value={label} onChange={onLabel} maxLength={200} />
    </>
  );
}
