import { parseDocument, type DocumentBlock } from '@fieldmarshal/contract/text/document';
import type { ReactNode } from 'react';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { keyed, showBlock, showInlines } from '../app/text/Markdown.tsx';
import './knowledge.css';

/** A runbook's Markdown as text nodes: nothing in it is ever HTML. Commands are copied with one click. */
export function RunbookText({ text }: { text: string }) {
  const blocks = parseDocument(text);
  const commands = blocks.filter(({ kind }) => kind === 'code');
  return (
    <div className="ui-prose knowledge-text">
      {blocks.map((block, index) =>
        keyed(
          index,
          block.kind === 'code' ? (
            <CodeBlock title={`Code ${commands.indexOf(block) + 1}`} code={block.text} />
          ) : (
            show(block)
          ),
        ),
      )}
    </div>
  );
}

function show(block: DocumentBlock): ReactNode {
  if (block.kind === 'heading') {
    const Heading = `h${block.level}` as const;
    return <Heading>{showInlines(block.parts)}</Heading>;
  }
  if (block.kind === 'quote')
    return (
      <blockquote>{block.parts.map((parts, index) => keyed(index, <p>{showInlines(parts)}</p>))}</blockquote>
    );
  return block.kind === 'table' ? <TextTable table={block} /> : showBlock(block);
}

function TextTable({ table: { head, rows } }: { table: Extract<DocumentBlock, { kind: 'table' }> }) {
  return (
    <div className="knowledge-table" role="region" aria-label="Table" tabIndex={0}>
      <table>
        {head === null ? null : (
          <thead>
            <tr>{head.map((cell, index) => keyed(index, <th scope="col">{showInlines(cell)}</th>))}</tr>
          </thead>
        )}
        <tbody>
          {rows.map((row, index) =>
            keyed(index, <tr>{row.map((cell, place) => keyed(place, <td>{showInlines(cell)}</td>))}</tr>),
          )}
        </tbody>
      </table>
    </div>
  );
}
