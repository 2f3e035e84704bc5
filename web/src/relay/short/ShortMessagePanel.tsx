import { Link } from '@tanstack/react-router';
import { useSelf } from '../relay-api.ts';
import { QrCode } from './QrCode.tsx';
import { useShortMessage } from './short-api.ts';
import '../relay.css';

/** In a room of a site: the smallest message, for a camera, paper or a voice. */
export function ShortMessagePanel({ incident }: { incident: string }) {
  const { data: self } = useSelf();
  const { data: message } = useShortMessage(incident, self?.role === 'site');
  if (message === undefined) return null;
  return (
    <section className="ui-card ui-stack" aria-label="Short message for headquarters">
      <details>
        <summary>Short message for headquarters: to be photographed, carried on paper or read out</summary>
        <div className="relay-short">
          <QrCode text={message.text} label={`QR code of the message about ${incident}`} />
          <div className="ui-stack">
            <p className="ui-mono relay-numbers">{message.text}</p>
            <p className="ui-quiet">
              Severity, product and since when, as they stand now, sealed with the key of this site.
              Headquarters enters it under Sites and then knows of this incident, and that you want to be
              called.
            </p>
            <p>
              <Link to="/envs/messages/$incident" params={{ incident }}>
                A page to print
              </Link>
            </p>
          </div>
        </div>
      </details>
    </section>
  );
}
