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

interface Difference {
  bundle: BundleView;
  difference: ApplyResult | null;
  faults: string[];
}

/** What headquarters sent and nobody has applied yet, with what it would change. */
export function ReceivedPanel({ bundle }: { bundle: BundleView }) {
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
      </p>
      {found.isPending ? <Loading what="what it would change" /> : null}
      <FailureNote error={found.error ?? apply.error} />
      {(found.data?.faults.length ?? 0) === 0 ? null : (
        <ErrorNote>It cannot be applied: {found.data?.faults.slice(0, 5).join('; ')}</ErrorNote>
      )}
      {difference === null ? null : (
        <>
          <ul className="relay-list">
            {difference.changes.slice(0, 200).map(({ action, kind, name, fields }) => (
              <li key={`${kind}/${name}`}>
                {action}{' '}
                <b>
                  {kind}/{name}
                </b>{' '}
                <span className="ui-quiet">{fields.map(({ path }) => path).join(', ')}</span>
              </li>
            ))}
          </ul>
          <p className="ui-quiet">
            {difference.changes.length} changes, {difference.unchanged} objects as before.
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
