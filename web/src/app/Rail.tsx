import { Link } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { FeedbackEntry } from '../feedback/FeedbackEntry.tsx';
import { Drawer } from '../ui/Dialog.tsx';
import { Button } from '../ui/Button.tsx';
import { keysText } from '../ui/keys-text.ts';
import { phonePlacesMax, places, type Place } from './places.ts';
import { ThemeChoice } from './theme/ThemeChoice.tsx';

export interface RailProps {
  onPalette: () => void;
  onKeys: () => void;
  person: string | null;
}

/** Where one can go: at the left on a desk, at the bottom on a phone. */
export function Rail(props: RailProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <nav className="rail ui-no-print" aria-label="Places">
      {places.map((place, index) => (
        <RailLink
          key={place.to}
          place={place}
          className={index < phonePlacesMax ? 'rail-entry' : 'rail-entry rail-desk'}
        />
      ))}
      <FeedbackEntry className="rail-entry rail-desk" />
      <button
        type="button"
        className="rail-entry rail-more"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Ellipsis size={16} aria-hidden />
        More
      </button>
      <Drawer open={isOpen} onClose={close} title="More">
        <div className="ui-stack">
          <div className="rail-rest" onClick={close}>
            {places.slice(phonePlacesMax).map((place) => (
              <RailLink key={place.to} place={place} className="rail-entry" />
            ))}
          </div>
          <FeedbackEntry className="rail-entry" />
          <ThemeChoice />
          <div className="ui-row">
            <Button
              keyHint="mod+k"
              onClick={() => {
                close();
                props.onPalette();
              }}
            >
              Do or open
            </Button>
            <Button
              keyHint="?"
              onClick={() => {
                close();
                props.onKeys();
              }}
            >
              Keys
            </Button>
          </div>
          {props.person === null ? null : <Account person={props.person} onGo={close} />}
        </div>
      </Drawer>
    </nav>
  );
}

function RailLink({ place, className }: { place: Place; className: string }) {
  const Icon = place.icon;
  return (
    <Link to={place.to} className={className} data-tip={`${place.word} (${keysText(place.keys)})`}>
      <Icon size={16} aria-hidden />
      {place.word}
    </Link>
  );
}

function Account({ person, onGo }: { person: string; onGo: () => void }) {
  return (
    <form method="post" action="/sign-out" className="ui-row">
      <span>
        Signed in as <b>{person}</b>
      </span>
      <Link to="/me" onClick={onGo}>
        Your account
      </Link>
      <Button type="submit">Sign out</Button>
    </form>
  );
}
