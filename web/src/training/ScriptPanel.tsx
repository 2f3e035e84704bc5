import type { DrillDetail } from '@fieldmarshal/contract/training';

/** What was played and what comes; hidden from who leads until the end. */
export function ScriptPanel({ drill: { script, trainee } }: { drill: DrillDetail }) {
  return (
    <section className="ui-stack" aria-label="Script">
      <h2>Script</h2>
      {script === null ? (
        <p className="ui-quiet">
          You lead in this drill, {trainee?.name ?? ''}: what comes is shown when it is over.
        </p>
      ) : script.length === 0 ? (
        <p className="ui-quiet">Nothing is played: all there is in that log was done by who led.</p>
      ) : (
        <ol className="drill-script">
          {script.map(({ key, when, voice, text, played }) => (
            <li key={key}>
              <span className="ui-quiet">
                {played ? 'Played' : 'Comes'} {when}
              </span>
              <span>
                <strong>{voice}</strong>: {text}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
