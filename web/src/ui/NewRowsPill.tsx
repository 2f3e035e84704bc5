import { Button } from './Button.tsx';
import './Table.css';

/** "3 new": lies over the top edge of the list, so that showing it moves nothing. */
export function NewRowsPill({
  added,
  changed,
  release,
}: {
  added: number;
  changed: number;
  release: () => void;
}) {
  const text = [added > 0 ? `${added} new` : '', changed > 0 ? `${changed} changed` : '']
    .filter(Boolean)
    .join(', ');
  return (
    <div className="ui-new-rows ui-no-print" role="status">
      {text === '' ? null : <Button onClick={release}>{text}</Button>}
    </div>
  );
}
