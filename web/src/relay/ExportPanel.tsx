import type { BundleView, PreparedBundle, RelaySelf } from '@fieldmarshal/contract/relay';
import { useState } from 'react';
import { FailureNote } from '../app/FailureNote.tsx';
import { sendJson } from '../app/http.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { ErrorNote } from '../ui/ErrorNote.tsx';
import { sizeText } from '../ui/size-text.ts';
import { Time } from '../ui/Time.tsx';
import { PartsOfFile } from './parts/PartsOfFile.tsx';
import { fileAddress, post, usePrepared, useRelayWrite } from './relay-api.ts';
import { countsText } from './relay-words.ts';

const treatments = [
  ['keep', 'Leave as they are'],
  ['pseudonymise', 'Leave as a pseudonym'],
  ['hash', 'Leave as a hash'],
  ['drop', 'Do not leave'],
] as const;

/** A site's way out: gather, look at what would leave, let it leave, save the file. */
export function ExportPanel({
  last,
  policyFault,
}: Pick<RelaySelf, 'policyFault'> & { last: BundleView | null }) {
  const prepared = usePrepared(true);
  const gather = useRelayWrite(async () => post<PreparedBundle>('/api/v1/relay/prepared'));
  const waiting = prepared.data?.prepared ?? null;
  return (
    <section className="ui-card ui-stack" aria-label="Export">
      <h2>Export to headquarters</h2>
      {policyFault === null ? null : <ErrorNote>{policyFault}</ErrorNote>}
      <FailureNote error={gather.error} />
      {waiting === null ? (
        <div className="ui-row">
          <Button
            look="primary"
            busy={gather.isPending}
            disabledReason={policyFault === null ? undefined : 'Correct the redaction policy first'}
            onClick={() => gather.mutate()}
          >
            Gather what is new
          </Button>
          <span className="ui-quiet">Nothing leaves before you have seen it.</span>
        </div>
      ) : (
        <Approval key={waiting.hash} bundle={waiting} />
      )}
      {last === null ? (
        <p className="ui-quiet">No bundle has been written yet.</p>
      ) : (
        <Written bundle={last} />
      )}
    </section>
  );
}

function Approval({ bundle }: { bundle: PreparedBundle }) {
  const approve = useRelayWrite(async () =>
    post<BundleView>('/api/v1/relay/prepared/approve', { hash: bundle.hash }),
  );
  const discard = useRelayWrite(async () => sendJson('DELETE', '/api/v1/relay/prepared', {}));
  return (
    <div className="ui-draft ui-stack relay-approval">
      <p>
        <b>Bundle {bundle.sequence}</b> would leave with {countsText(bundle.counts)} ({sizeText(bundle.bytes)}
        ), gathered <Time at={bundle.madeAt} show="ago" />, under the policy {bundle.policy}.
      </p>
      <dl className="relay-facts">
        {treatments.map(([treatment, words]) => {
          const fields = bundle.fields.filter((field) => field.treatment === treatment);
          return fields.length === 0 ? null : (
            <div key={treatment}>
              <dt>{words}</dt>
              <dd className="ui-mono ui-small">
                {fields.map(({ kind, field }) => `${kind}.${field}`).join(', ')}
              </dd>
            </div>
          );
        })}
      </dl>
      {bundle.samples.length === 0 ? null : (
        <CodeBlock
          title="Some of it, as it would leave"
          code={bundle.samples.map((sample) => JSON.stringify(sample)).join('\n')}
        />
      )}
      <FailureNote error={approve.error ?? discard.error} />
      <div className="ui-row">
        <Button look="primary" busy={approve.isPending} onClick={() => approve.mutate()}>
          Let exactly this leave
        </Button>
        <Button busy={discard.isPending} onClick={() => discard.mutate()}>
          Discard
        </Button>
      </div>
    </div>
  );
}

/** The file of a bundle that may travel. */
export function Written({ bundle }: { bundle: BundleView }) {
  const [encrypt, setEncrypt] = useState(true);
  const address = fileAddress(bundle, encrypt);
  return (
    <>
      <div className="ui-row">
        <a className="ui-button" href={address} download>
          Save bundle {bundle.sequence}
        </a>
        <Checkbox label="Encrypted to its receiver" checked={encrypt} onChange={setEncrypt} />
        <span className="ui-quiet">
          {countsText(bundle.counts)}, {sizeText(bundle.bytes)}, made <Time at={bundle.madeAt} show="ago" />
        </span>
      </div>
      <PartsOfFile key={address} address={address} bytes={bundle.bytes} />
    </>
  );
}
