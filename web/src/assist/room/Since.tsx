import { useState } from 'react';
import { useSummary } from './assist-api.ts';
import { Lines } from './Lines.tsx';
import { useModelText } from './model-api.ts';
import { TextModel } from './TextModel.tsx';

/** What is new since this device showed the room last: by rules, and by a model for who asks it. */
export function Since({ id, looked }: { id: string; looked: number }) {
  const since = useSummary(id, looked);
  const model = useModelText(id, 'since', looked);
  const [rulesOnly, setRulesOnly] = useState(false);
  if (since.data === undefined || since.data.entries === 0) return null;
  const { entries } = since.data;
  const written = rulesOnly ? null : (model.data?.written ?? null);
  const lines = written?.lines ?? since.data.lines;
  return (
    <section className="assist-since" aria-label="Since you last looked">
      <h3>
        Since you last looked{' '}
        <span className="ui-quiet">
          {entries === 1 ? '1 entry' : `${entries} entries`} after {looked}
        </span>
      </h3>
      {lines.length === 0 ? (
        <p className="ui-quiet">Nothing that changes the picture.</p>
      ) : (
        <Lines id={id} lines={lines} />
      )}
      {model.data === undefined ? null : (
        <TextModel
          {...{ id, rulesOnly, feature: 'since' as const, after: looked }}
          model={model.data}
          onRulesOnly={setRulesOnly}
        />
      )}
    </section>
  );
}
