import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './IconButton.tsx';
import './Notes.css';

export interface CodeBlockProps {
  code: string;
  /** What it is and where it goes: "prometheus.yml". */
  title: string;
}

export function CodeBlock({ code, title }: CodeBlockProps) {
  return (
    <div className="ui-code">
      <div className="ui-code-head">
        <span>{title}</span>
        <CopyButton text={code} label={`Copy ${title}`} />
      </div>
      <pre tabIndex={0} role="region" aria-label={title}>
        <code>{code}</code>
      </pre>
    </div>
  );
}

/** Says "Copied" for ears, and shows it until the pointer or focus leaves. */
export function CopyButton({
  text,
  label,
  onCopied,
}: {
  text: string;
  label: string;
  onCopied?: () => void;
}) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const isDone = await copyText(text);
    setSaid(isDone ? 'Copied' : 'Copying is not allowed here');
    if (isDone) onCopied?.();
  };
  return (
    <span onPointerLeave={() => setSaid('')} onBlur={() => setSaid('')}>
      <IconButton
        label={said === '' ? label : said}
        icon={said === 'Copied' ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        onClick={() => void copy()}
      />
      <span className="ui-hidden" role="status">
        {said}
      </span>
    </span>
  );
}

/** The clipboard API needs a secure context, which a plain-HTTP installation in a closed network is not. */
export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement('textarea');
  area.value = text;
  const before = document.activeElement;
  (before?.closest('dialog') ?? document.body).append(area);
  area.select();
  // oxlint-disable-next-line typescript/no-deprecated -- the only way to copy without a secure context
  const done = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
