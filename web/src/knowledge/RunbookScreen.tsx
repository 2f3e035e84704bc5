import type { Runbook } from '@fieldmarshal/contract/knowledge';
import { Link, useParams } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { useNames } from '../catalog/object-api.ts';
import { Loading } from '../ui/Loading.tsx';
import { Time } from '../ui/Time.tsx';
import { useRunbook } from './knowledge-api.ts';
import { helpedText } from './knowledge-words.ts';
import { RunbookText } from './RunbookText.tsx';
import './knowledge.css';

/** One runbook to read, with what it is about and whether it helped before. */
export function RunbookScreen() {
  const { name = '' } = useParams({ strict: false });
  const runbook = useRunbook(name);
  useTitle(runbook.data?.title ?? 'Runbook');
  return (
    <div className="screen ui-stack">
      {runbook.isPending ? <Loading what="the runbook" /> : null}
      <FailureNote error={runbook.error} />
      {runbook.data === undefined ? null : <Page runbook={runbook.data} />}
    </div>
  );
}

function Page({ runbook }: { runbook: Runbook }) {
  const { name, title, text, editable, from, updatedAt, helped, links } = runbook;
  return (
    <>
      <p className="ui-quiet">
        <Link to="/runbooks">Runbooks</Link> <span className="ui-mono">{name}</span>
      </p>
      <div className="ui-row">
        <h1>{title}</h1>
        <span className="screen-gap" />
        {editable ? (
          <Link to="/runbooks/$name/edit" params={{ name }}>
            Edit
          </Link>
        ) : null}
      </div>
      <p className="ui-quiet">
        Changed <Time at={updatedAt} />
        {editable ? '' : `, from the file ${from}: it is changed there`}
        {helped.yes + helped.no === 0 ? '; nobody has said yet whether it helps' : `; ${helpedText(helped)}`}.
      </p>
      <About runbook={runbook} />
      <RunbookText text={withoutTitle(text, title)} />
      {links.length === 0 ? null : (
        <ul className="room-list">
          {links.map(({ title: label, url }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noreferrer noopener">
                {label}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function About({ runbook: { products, checks, symptoms } }: { runbook: Runbook }) {
  const nameOf = useNames('Product');
  if (products.length + checks.length + symptoms.length === 0)
    return (
      <p className="ui-quiet">It names no product, check or symptom: a room finds it by its words only.</p>
    );
  const parts = [
    ...products.map((name) => ({ name, word: nameOf(name), kind: 'Product' })),
    ...checks.map((name) => ({ name, word: name, kind: 'Check' })),
  ];
  return (
    <p>
      For{' '}
      {parts.map(({ name, word, kind }) => (
        <span key={`${kind} ${name}`}>
          <Link to="/catalog/$kind/$name" params={{ kind, name }}>
            {word}
          </Link>{' '}
        </span>
      ))}
      {symptoms.map((symptom) => `“${symptom}”`).join(', ')}
    </p>
  );
}

/** The page has the title already. */
function withoutTitle(text: string, title: string): string {
  const [first = '', ...rest] = text.split('\n');
  return first.replace(/^#\s+/u, '').trim() === title && first.startsWith('#') ? rest.join('\n') : text;
}
