import { parseMarkdown, type Block, type Inline } from '@fieldmarshal/contract/text/markdown';
import { Fragment, type ReactNode } from 'react';
import '../../ui/Notes.css';

/** Text from people and machines: paragraphs, lists, code, bold and http(s) links; anything else is shown as typed. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="ui-prose">
      {parseMarkdown(text).map((block, index) => keyed(index, showBlock(block)))}
    </div>
  );
}

/** A parsed text never reorders: its position is its identity. */
export function keyed(index: number, node: ReactNode): ReactNode {
  return <Fragment key={index}>{node}</Fragment>;
}

export function showBlock(block: Block): ReactNode {
  if (block.kind === 'code') {
    return (
      <pre tabIndex={0} role="region" aria-label="Code">
        {block.text}
      </pre>
    );
  }
  if (block.kind === 'paragraph') return <p>{showInlines(block.parts)}</p>;
  const items = block.items.map((item, index) => keyed(index, <li>{showInlines(item)}</li>));
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

export function showInlines(parts: readonly Inline[]): ReactNode {
  return parts.map((part, index) => keyed(index, showInline(part)));
}

function showInline(part: Inline): ReactNode {
  if (part.kind === 'list') return showBlock(part);
  if (part.kind === 'code') return <code>{part.text}</code>;
  if (part.kind === 'bold') return <strong>{showInlines(part.parts)}</strong>;
  if (part.kind === 'link') {
    return (
      <a href={part.href} rel="noreferrer noopener" target="_blank">
        {part.text}
      </a>
    );
  }
  return part.text === '\n' ? <br /> : part.text;
}
