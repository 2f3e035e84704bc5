import { Link, useParams } from '@tanstack/react-router';
import { FailureNote } from '../../app/FailureNote.tsx';
import { useTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { QrCode } from './QrCode.tsx';
import { useShortMessage } from './short-api.ts';
import '../relay.css';

/** The smallest message as a page: to be printed, shown to a camera, or read out. */
export function ShortMessageScreen() {
  const { incident = '' } = useParams({ strict: false });
  const message = useShortMessage(incident, true);
  useTitle(`Message about ${incident}`);
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>Message about {incident} for headquarters</h1>
        <span className="screen-gap" />
        <Link className="ui-no-print" to="/incidents/$id" params={{ id: incident }}>
          {incident}
        </Link>
      </div>
      {message.isPending ? <Loading what="the message" /> : null}
      <FailureNote error={message.error} />
      {message.data === undefined ? null : (
        <>
          <div className="relay-short relay-short-page">
            <QrCode text={message.data.text} label={`QR code of the message about ${incident}`} />
            <div className="ui-stack">
              <p className="ui-mono relay-numbers">{message.data.text}</p>
              <p>
                Please give this to headquarters: photographed, on paper, by fax or read out sign by sign.
                There it is entered on the screen <i>Sites</i> under <i>Enter a short message</i>, or after{' '}
                <span className="ui-mono">fieldmarshal site message</span>. Then please call us.
              </p>
              <p className="ui-quiet">
                In order: which site, which incident, its severity (SEV0: not assessed), its product, since
                when (UTC), and twelve signs that only this site can make.
              </p>
            </div>
          </div>
          <div className="ui-row ui-no-print">
            <Button look="primary" onClick={() => window.print()}>
              Print this page
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
