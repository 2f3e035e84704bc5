import type { ContactView } from '@fieldmarshal/contract/delivery/contacts';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { RequestError } from '../../app/http.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Time } from '../../ui/Time.tsx';
import { showToast } from '../../ui/toast.ts';
import { channelWords, useContactAct } from './reach-api.ts';

interface WayProps {
  way: ContactView;
  place: { isFirst: boolean; isLast: boolean };
  onMove: (by: 1 | -1) => void;
}

/** One way in the list, with what can be done to it. */
export function Way({ way, place, onMove }: WayProps) {
  const word = channelWords[way.channel];
  const name = way.label === '' ? word : `${word}: ${way.label}`;
  return (
    <li className="reach-way" aria-label={name}>
      <div className="reach-text">
        <b>{name}</b> <span className="reach-place">{way.destination}</span>
        <p className="ui-quiet">
          <Standing way={way} />
        </p>
        {way.origin === 'own' && way.verifiedAt === null ? <CodeForm id={way.id} /> : null}
      </div>
      <div className="ui-row">
        <IconButton
          label={`${name}: earlier`}
          icon={<ArrowUp size={16} aria-hidden />}
          disabledReason={place.isFirst ? 'It is the first already' : undefined}
          onClick={() => onMove(-1)}
        />
        <IconButton
          label={`${name}: later`}
          icon={<ArrowDown size={16} aria-hidden />}
          disabledReason={place.isLast ? 'It is the last already' : undefined}
          onClick={() => onMove(1)}
        />
        {way.origin === 'own' ? <Remove id={way.id} name={name} /> : null}
      </div>
    </li>
  );
}

function Standing({ way }: { way: ContactView }) {
  if (way.problem !== null)
    return (
      <>
        <HealthGlyph health="failing" label={false} /> {way.problem}
      </>
    );
  if (way.origin === 'file') return <>From the catalog, verified by the operator</>;
  if (way.verifiedAt === null)
    return (
      <>
        <HealthGlyph health="nodata" label={false} /> Not verified: no page goes there yet
      </>
    );
  return (
    <>
      Verified <Time at={way.verifiedAt} focusable={false} />
    </>
  );
}

function CodeForm({ id }: { id: string }) {
  const [code, setCode] = useState('');
  const verify = useContactAct();
  const again = useContactAct();
  const fault = verify.error instanceof RequestError ? verify.error.faults[0]?.message : undefined;
  return (
    <form
      className="ui-row reach-code"
      onSubmit={(event) => {
        event.preventDefault();
        verify.mutate(
          { method: 'POST', path: `contact-methods/${id}/verify`, body: { code } },
          { onSuccess: () => showToast({ text: 'Verified: pages go there from now on.' }) },
        );
      }}
    >
      <TextField
        label="Code from the message"
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        error={verify.isError ? (fault ?? sentenceOf(verify.error)) : undefined}
      />
      <Button
        type="submit"
        look="primary"
        busy={verify.isPending}
        disabledReason={code.trim() === '' ? 'Type the six digits' : undefined}
      >
        Verify
      </Button>
      <Button
        look="plain"
        busy={again.isPending}
        onClick={() =>
          again.mutate(
            { method: 'POST', path: `contact-methods/${id}/code` },
            {
              onSuccess: () => showToast({ text: 'A new code is on its way.' }),
              onError: (error) => showToast({ text: sentenceOf(error) }),
            },
          )
        }
      >
        Send again
      </Button>
    </form>
  );
}

function Remove({ id, name }: { id: string; name: string }) {
  const [isAsked, setAsked] = useState(false);
  const remove = useContactAct();
  return (
    <>
      <Button look="plain" onClick={() => setAsked(true)}>
        Remove
      </Button>
      <Confirm
        open={isAsked}
        title={`Remove ${name}?`}
        verb="Remove"
        busy={remove.isPending}
        onClose={() => setAsked(false)}
        onConfirm={() =>
          remove.mutate(
            { method: 'DELETE', path: `contact-methods/${id}` },
            {
              onSuccess: () => setAsked(false),
              onError: (error) => showToast({ text: sentenceOf(error) }),
            },
          )
        }
      >
        No page goes there any more.
      </Confirm>
    </>
  );
}
