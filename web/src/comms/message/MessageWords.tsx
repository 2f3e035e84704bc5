import { Time } from '../../ui/Time.tsx';
import type { Communication } from '../comms-api.ts';
import { MessageText } from './MessageText.tsx';

interface MessageWordsProps {
  message: Communication;
}

/** All that an approval is of, but the title: the text, its form for chats, what it says besides; and what speaks against it. */
export function MessageWords({ message }: MessageWordsProps) {
  const { brief, language } = message;
  return (
    <>
      <MessageText message={message} />
      {brief === null ? null : (
        <details className="comms-more">
          <summary>In chats</summary>
          <p className="comms-text" lang={language}>
            {brief}
          </p>
        </details>
      )}
      <FindingList message={message} />
      <SaidLine message={message} />
    </>
  );
}

function FindingList({ message: { findings, changes } }: MessageWordsProps) {
  if (findings.length === 0 && changes.length === 0) return null;
  return (
    <ul className="comms-findings">
      {changes.map((change) => (
        <li key={change}>
          <b>Changed since it was drafted:</b> {change}
        </li>
      ))}
      {findings.map(({ rule, level, start, message, advice }) => (
        <li key={`${rule}${start}${message}`}>
          <b>{level === 'blocking' ? 'Blocks:' : 'Look at:'}</b> {message}{' '}
          <span className="ui-quiet">{advice}</span>
        </li>
      ))}
    </ul>
  );
}

/** What an approval also says: how parts are on the status page, and when the next word comes. */
function SaidLine({
  message: { components, onPage, publicTitle, nextUpdateAt, startsAt, endsAt, stage },
}: MessageWordsProps) {
  const said = components
    .map(
      ({ publicName, state }) => `${publicName ?? 'a part without a public name'} ${state.replace('-', ' ')}`,
    )
    .join(', ');
  return (
    <p className="ui-quiet">
      {publicTitle === null ? null : (
        <>
          <b>Renames the incident on the status page:</b> “{publicTitle}”.{' '}
        </>
      )}
      {onPage && said !== '' ? `On the status page: ${said}. ` : ''}
      {stage === 'maintenance' ? (
        startsAt === endsAt ? (
          <b>Called off.</b>
        ) : (
          <>
            From <Time at={startsAt} show="moment" focusable={false} /> until{' '}
            <Time at={endsAt} show="moment" focusable={false} />.
          </>
        )
      ) : nextUpdateAt === null ? (
        'No next update promised.'
      ) : (
        <>
          Next update promised for <Time at={nextUpdateAt} show="moment" focusable={false} />.
        </>
      )}
    </p>
  );
}
