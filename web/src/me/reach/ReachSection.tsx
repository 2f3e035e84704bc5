import type { ContactView } from '@fieldmarshal/contract/delivery/contacts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { showToast } from '../../ui/toast.ts';
import { AddWay } from './AddWay.tsx';
import { ThisDevice } from './ThisDevice.tsx';
import { TestWays } from './TestWays.tsx';
import { useContactAct, useContacts } from './reach-api.ts';
import { Way } from './Way.tsx';
import './reach.css';

/** How I am reached: every way in its order, adding, verifying, testing. */
export function ReachSection() {
  const contacts = useContacts();
  const order = useContactAct();
  const items = contacts.data?.items ?? [];
  const move = (index: number, by: number) => {
    const ids = items.map(({ id }) => id);
    const [id = ''] = ids.splice(index, 1);
    ids.splice(index + by, 0, id);
    order.mutate(
      { method: 'PUT', path: 'contact-order', body: { ids } },
      { onError: (error) => showToast({ text: sentenceOf(error) }) },
    );
  };
  return (
    <section className="ui-card ui-stack" aria-label="How I am reached">
      <h2>How I am reached</h2>
      <p className="ui-quiet">
        A page goes to the first way. Where that does not arrive, the next one follows at once.
      </p>
      {contacts.isPending ? <Loading what="your ways to be reached" /> : null}
      {contacts.isError ? (
        <ErrorNote onRetry={() => void contacts.refetch()}>{sentenceOf(contacts.error)}</ErrorNote>
      ) : null}
      {contacts.isSuccess ? (
        <>
          {items.some(counts) ? null : (
            <ErrorNote>Nothing reaches you: no way of yours counts. Verify one below.</ErrorNote>
          )}
          <ol className="reach-list">
            {items.map((way, index) => (
              <Way
                key={way.id}
                way={way}
                place={{ isFirst: index === 0, isLast: index === items.length - 1 }}
                onMove={(by) => move(index, by)}
              />
            ))}
          </ol>
          <ThisDevice pushKey={contacts.data.pushKey} />
          <AddWay channels={contacts.data.channels} />
          <TestWays />
        </>
      ) : null}
    </section>
  );
}

function counts({ counts: isCounted, problem }: ContactView): boolean {
  return isCounted && problem === null;
}
