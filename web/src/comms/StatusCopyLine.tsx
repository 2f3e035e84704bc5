import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Time } from '../ui/Time.tsx';
import { useStatusCopy } from './comms-api.ts';

/** Where the copy of the status page is and how whole; a copy that is behind is said wherever messages are sent. Nothing where there is none. */
export function StatusCopyLine() {
  const { data: copy } = useStatusCopy();
  if (copy === undefined || copy.target === null) return null;
  const { target, files, wholeAt, failingSince, problem } = copy;
  return (
    <p className="comms-copy" role={failingSince === null ? undefined : 'status'}>
      <HealthGlyph
        health={failingSince !== null ? 'degraded' : wholeAt === null ? 'nodata' : 'ok'}
        label={false}
      />
      <span>
        Copy of the status page at <span className="ui-mono comms-address">{target}</span>:{' '}
        {failingSince === null ? (
          wholeAt === null ? (
            'not put there yet.'
          ) : (
            <>
              {files} files, as of <Time at={wholeAt} show="clock" focusable={false} />.
            </>
          )
        ) : (
          <>
            behind since <Time at={failingSince} show="moment" focusable={false} />. {problem} It is tried
            again.
          </>
        )}
      </span>
    </p>
  );
}
