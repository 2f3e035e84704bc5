import './KeyHint.css';

/** A key or chord as it is typed: `C`, `G N`, `Ctrl K`. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className="ui-keys">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
