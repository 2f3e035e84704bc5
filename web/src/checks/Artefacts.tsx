import type { RunDetail } from '@fieldmarshal/contract/checks/view';
import { sizeText } from '../ui/size-text.ts';

type Artefact = RunDetail['artefacts'][number];

const pictures = new Set(['image/png', 'image/jpeg', 'image/webp']);
const videos = new Set(['video/webm', 'video/mp4']);

/** What the run left behind: pictures and videos in place, traces in the viewer, everything else to save. */
export function Artefacts({ artefacts, label = 'Artefacts' }: { artefacts: Artefact[]; label?: string }) {
  if (artefacts.length === 0) return null;
  const stored = artefacts.filter(({ state }) => state === 'stored');
  return (
    <section aria-label={label} className="ui-stack">
      <h2>{label}</h2>
      <ul className="checks-list">
        {artefacts.map((artefact) => (
          <ArtefactLine key={artefact.name} artefact={artefact} />
        ))}
      </ul>
      {stored
        .filter(({ contentType }) => videos.has(contentType))
        .map(({ name, url }) => (
          <Video key={name} name={name} url={url} />
        ))}
      {stored
        .filter(({ contentType }) => pictures.has(contentType))
        .map(({ name, url }) => (
          <img key={name} className="checks-picture" src={url} alt={`Screen: ${name}`} />
        ))}
    </section>
  );
}

function ArtefactLine({ artefact: { name, kind, bytes, state, url } }: { artefact: Artefact }) {
  const isTrace = kind === 'trace' && state === 'stored';
  return (
    <li>
      {isTrace ? (
        <>
          <a href={`${url}?view=trace`} target="_blank" rel="noreferrer">
            Open the trace
          </a>{' '}
          or save{' '}
        </>
      ) : null}
      {state === 'stored' ? (
        <a href={url} target="_blank" rel="noreferrer">
          {name}
        </a>
      ) : (
        name
      )}{' '}
      <span className="ui-quiet">
        {kind}, {sizeText(bytes)}
        {state === 'announced' ? ', on its way' : ''}
        {state === 'removed' ? ', removed: too old, or no room' : ''}
      </span>
    </li>
  );
}

function Video({ name, url }: { name: string; url: string }) {
  return (
    // What it shows is told in words by the steps of the run; it has no sound.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <video
      className="checks-picture"
      src={url}
      controls
      muted
      preload="metadata"
      aria-label={`Video: ${name}`}
    />
  );
}
