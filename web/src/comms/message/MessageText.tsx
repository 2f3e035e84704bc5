import type { Communication } from '../comms-api.ts';
import { textParts } from './text-parts.ts';

/** The words as readers get them; what they rest on and what speaks against them is marked in place. */
export function MessageText({ message }: { message: Communication }) {
  return (
    <div className="comms-text" lang={message.language}>
      {textParts(message).map(({ text, mark, tip, href }, index) =>
        mark === null ? (
          // Parts have no identity of their own; the text is replaced as a whole.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index}>{text}</span>
        ) : href !== null ? (
          // oxlint-disable-next-line react/no-array-index-key
          <a key={index} className={`comms-${mark}`} data-tip={tip} href={href}>
            {text}
          </a>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={`comms-${mark}`} data-tip={tip} tabIndex={0}>
            {text}
          </span>
        ),
      )}
    </div>
  );
}
