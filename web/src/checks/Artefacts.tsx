import type { RunDetail } from '@fieldmarshal/contract/checks/view';

type Artefact = RunDetail['artefacts'][number];

const pictures = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** What the run left behind: pictures in place, everything else to save. */
export function Artefacts({ artefacts }: { artefacts: Artefact[] }) {
  if (artefacts.length === 0) return null;
  const shown = artefacts.filter(({ state, contentType }) => state === 'stored' && pictures.has(contentType));
  return (
    <section aria-label="Artefacts" className="ui-stack">
      <h2>Artefacts</h2>
      <ul className="checks-list">
        {artefacts.map((artefact) => (
          <li key={artefact.name}>
            {artefact.state === 'stored' ? (
              <a href={artefact.url} target="_blank" rel="noreferrer">
                {artefact.name}
              </a>
            ) : (
              artefact.name
            )}{' '}
            <span className="ui-quiet">
              {artefact.kind}, {sizeText(artefact.bytes)}
              {artefact.state === 'announced' ? ', on its way' : ''}
              {artefact.state === 'removed' ? ', removed: too old, or no room' : ''}
            </span>
          </li>
        ))}
      </ul>
      {shown.map((artefact) => (
        <img
          key={artefact.name}
          className="checks-picture"
          src={artefact.url}
          alt={`Screen: ${artefact.name}`}
        />
      ))}
    </section>
  );
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
