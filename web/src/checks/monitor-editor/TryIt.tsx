import type { TryResult } from '@fieldmarshal/contract/checks/preview';
import { useMutation } from '@tanstack/react-query';
import { sendJson } from '../../app/http.ts';
import type { Draft } from '../../catalog/editor/draft.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { faultText, msText, verdictHealth, verdictText } from '../check-words.tsx';
import type { MonitorForm } from './monitor-form.ts';

interface TryItProps {
  draft: Draft<MonitorForm>;
  needed: string | undefined;
}

/** One run of the draft, now, from the server. */
export function TryIt({ draft, needed }: TryItProps) {
  const environment = draft.form.environments.find((place) => place.environment !== '')?.environment ?? '';
  const attempt = useMutation({
    mutationFn: async () =>
      sendJson<TryResult>('POST', '/api/v1/checks/try', {
        body: { spec: draft.spec, environment },
      }),
  });
  return (
    <div className="ui-stack">
      <div className="ui-row">
        <Button busy={attempt.isPending} disabledReason={needed} onClick={() => attempt.mutate()}>
          Run once now
        </Button>
        <span className="ui-quiet">
          {environment === '' ? '' : `in ${environment}, from this server; nothing is stored`}
        </span>
      </div>
      {attempt.isError ? <ErrorNote>{sentenceOf(attempt.error)}</ErrorNote> : null}
      {attempt.data === undefined ? null : <Tried result={attempt.data} />}
    </div>
  );
}

function Tried({ result: { verdict, fault, error, durationMs, measures, imminent } }: { result: TryResult }) {
  return (
    <div className="ui-card ui-stack" role="status">
      <div className="ui-row">
        <HealthGlyph
          health={verdictHealth(verdict, fault?.class ?? null)}
          label={verdictText(verdict, fault?.class ?? null)}
        />
        <span className="ui-quiet">{msText(durationMs)}</span>
      </div>
      {fault === null ? null : (
        <p>
          Fault of {faultText(fault.class)}: {fault.why}
        </p>
      )}
      {error === null || error.message === fault?.why ? null : (
        <pre className="checks-error">{error.message}</pre>
      )}
      {imminent === null ? null : <p>{imminent.what}</p>}
      {measures.length === 0 ? null : (
        <p className="ui-quiet">
          {measures
            .map(({ name, value, unit }) => `${name} ${Number(value.toPrecision(4))} ${unit}`.trim())
            .join(', ')}
        </p>
      )}
    </div>
  );
}
