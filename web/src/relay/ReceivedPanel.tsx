import type { BundleView } from '@fieldmarshal/contract/relay';
import type { ApplyResult } from '@fieldmarshal/contract/catalog';
import { useQuery } from '@tanstack/react-query';
import { FailureNote } from '../app/FailureNote.tsx';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { post, useRelayWrite } from './relay-api.ts';
import { changesText, more, valueText } from './relay-words.ts';

interface Difference {
  bundle: BundleView;
  difference: ApplyResult | null;
  faults: string[];
}

const changesShown = 200;
const faultsShown = 5;

/** What headquarters sent and nobody has applied yet, with what it would change. `older`: others that wait; applying this passes them over. */
export function ReceivedPanel({ bundle, older }: { bundle: BundleView; older: readonly BundleView[] }) {
  const address = `/api/v1/relay/received/${bundle.sequence}`;
  const found = useQuery({
    queryKey: liveKey(['relay', 'catalog'], 'difference', bundle.sequence),
    queryFn: async ({ signal }) => getJson<Difference>(address, signal),
  });
  const apply = useRelayWrite(async () => post<BundleView>(`${address}/apply`));
  const difference = found.data?.difference ?? null;
  return (
    <section className="ui-card ui-stack" aria-label={`Bundle ${bundle.sequence} of headquarters`}>
      <h2>Bundle {bundle.sequence} of headquarters waits</h2>
      <p className="ui-quiet">
        Made <Time at={bundle.madeAt} show="moment" />, verified. Nothing of it is in force before you apply
        it.
        {older.length === 0
          ? null
          : ` It holds the whole catalog, so what waits before it (${older.map(({ sequence }) => sequence).join(', ')}) is passed over then.`}
      </p>
      {found.isPending ? <Loading what="what it would change" /> : null}
      <FailureNote error={found.error ?? apply.error} />
      {(found.data?.faults.length ?? 0) === 0 ? null : (
        <ErrorNote>
          It cannot be applied: {found.data?.faults.slice(0, faultsShown).join('; ')}
          {more((found.data?.faults.length ?? 0) - faultsShown)}
        </ErrorNote>
      )}
      {difference === null ? null : (
        <>
          <ul className="relay-list">
            {difference.changes.slice(0, changesShown).map((change) => (
              <li key={`${change.kind}/${change.name}`}>
                <Change change={change} />
              </li>
            ))}
          </ul>
          <p className="ui-quiet">
            {changesText(difference)}
            {more(difference.changes.length - changesShown)}
          </p>
          <div className="ui-row">
            <Button look="primary" busy={apply.isPending} onClick={() => apply.mutate()}>
              Apply bundle {bundle.sequence}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Change({ change: { action, kind, name, fields } }: { change: ApplyResult['changes'][number] }) {
  return (
    <>
      {action}{' '}
      <b>
        {kind}/{name}
      </b>
      {fields.length === 0 ? null : (
        <ul className="relay-fields ui-quiet">
          {fields.map(({ path, before, after }) => (
            <li key={path}>
              <span className="ui-mono">{path}</span>: {valueText(before)} → {valueText(after)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
