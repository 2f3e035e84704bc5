import type { LinkInput, RelaySelf } from '@fieldmarshal/contract/relay';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { sendJson } from '../../app/http.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { post, useRelayWrite } from '../relay-api.ts';
import { everyText } from '../relay-words.ts';
import { callText, linkFormKey, linkFormOf } from './link-form.ts';

const calls = [
  { value: '', label: 'never: files are carried' },
  { value: '60', label: 'every minute' },
  { value: '900', label: 'every 15 minutes' },
  { value: '3600', label: 'every hour' },
  { value: '86400', label: 'every day' },
];

/** A site's line to headquarters, where there is one now and then. */
export function LinkPanel({ self }: { self: RelaySelf }) {
  const { link, policy } = self;
  const call = useRelayWrite(async () => post('/api/v1/relay/link/calls'));
  const lapsed = link.standing !== null && policy !== null && link.standing.policy !== policy;
  return (
    <section className="ui-card ui-stack" aria-label="Link">
      <h2>Link to headquarters</h2>
      <p>
        {link.everySeconds === null
          ? 'No request leaves this site: files are carried by people.'
          : `Where a line exists, this site calls ${link.url ?? 'headquarters'} by itself.`}{' '}
        {link.triedAt === null ? null : (
          <>
            Last call <Time at={link.triedAt} show="ago" />: {callText(link.result ?? '')}
          </>
        )}
      </p>
      {lapsed ? (
        <p>
          <b>The redaction policy has changed.</b> What {link.standing?.by} approved of counts no more;
          bundles wait to be looked at until somebody approves of {policy}.
        </p>
      ) : null}
      <LinkForm key={linkFormKey(self)} self={self} />
      <FailureNote error={call.error} />
      {link.everySeconds === null ? null : (
        <div className="ui-row">
          <Button busy={call.isPending} onClick={() => call.mutate()}>
            Call now
          </Button>
        </div>
      )}
    </section>
  );
}

function LinkForm({ self }: { self: RelaySelf }) {
  const { policy } = self;
  const given = linkFormOf(self);
  const [every, setEvery] = useState(given.every);
  const [url, setUrl] = useState(given.url);
  const [standing, setStanding] = useState(given.standing);
  const save = useRelayWrite(async () => {
    const input: LinkInput = {
      everySeconds: every === '' ? null : Number(every),
      url: url.trim() === '' ? null : url.trim(),
      standing,
      ...(policy === null ? {} : { policy }),
    };
    return sendJson('PUT', '/api/v1/relay/link', { body: input });
  });
  const options = calls.some(({ value }) => value === given.every)
    ? calls
    : [...calls, { value: given.every, label: everyText(Number(given.every)) }];
  return (
    <form
      className="ui-stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="relay-link">
        <Select label="Call" value={every} options={options} onChange={setEvery} />
        <TextField
          label="Address of headquarters"
          hint="Left empty: as the invitation says"
          value={url}
          onChange={setUrl}
        />
      </div>
      <Checkbox
        label="What the redaction policy lets through leaves without asking"
        hint={
          policy === null
            ? 'The policy cannot be read. What was approved is kept, and counts once that policy can be read again.'
            : `Counts for ${policy} as it is now. Otherwise each bundle waits until somebody has seen it.`
        }
        checked={standing}
        onChange={setStanding}
      />
      <FailureNote error={save.error} />
      <div className="ui-row">
        <Button type="submit" busy={save.isPending}>
          Save the link
        </Button>
      </div>
    </form>
  );
}
