import type { ContactTest } from '@fieldmarshal/contract/delivery/contacts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { Time } from '../../ui/Time.tsx';
import { channelWords, useContactAct, useContactTests } from './reach-api.ts';

/** Sends a test by every way that counts and shows live what becomes of it. */
export function TestWays() {
  const tests = useContactTests();
  const test = useContactAct();
  return (
    <div className="ui-stack" role="group" aria-label="Test">
      <h3>Test</h3>
      <div className="ui-row">
        <Button busy={test.isPending} onClick={() => test.mutate({ method: 'POST', path: 'contact-tests' })}>
          Test me now
        </Button>
        <span className="ui-quiet">
          Acknowledge what arrives, so that everybody knows you can be reached.
        </span>
      </div>
      {test.isError ? <ErrorNote>{sentenceOf(test.error)}</ErrorNote> : null}
      {tests.isSuccess && tests.data.items.length === 0 ? <Empty>Not tested yet.</Empty> : null}
      <ul className="reach-list" aria-live="polite">
        {(tests.data?.items ?? []).map((each) => (
          <li key={each.id}>
            <Result test={each} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const states: Record<ContactTest['state'], string> = {
  queued: 'waiting to be sent',
  sending: 'being sent',
  sent: 'sent, not acknowledged yet',
  delivered: 'delivered, not acknowledged yet',
  failed: 'failed',
  unknown: 'may have arrived',
  cancelled: 'dropped',
};

function Result({ test }: { test: ContactTest }) {
  const { channel, label, destination, state, detail, askedAt, answeredAt } = test;
  const isBad = answeredAt === null && (state === 'failed' || state === 'cancelled');
  return (
    <>
      <b>{label === '' ? channelWords[channel] : `${channelWords[channel]}: ${label}`}</b>{' '}
      <span className="reach-place">{destination}</span>{' '}
      {answeredAt === null ? (
        <>
          {isBad ? <HealthGlyph health="failing" label={false} /> : null} {states[state]}
        </>
      ) : (
        <>
          <HealthGlyph health="ok" label={false} /> acknowledged <Time at={answeredAt} focusable={false} />
        </>
      )}{' '}
      <span className="ui-quiet">
        asked for <Time at={askedAt} focusable={false} />
        {answeredAt === null && detail !== '' ? `. ${detail}` : ''}
      </span>
    </>
  );
}
