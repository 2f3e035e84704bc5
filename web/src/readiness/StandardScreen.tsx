import type { StandardPage } from '@fieldmarshal/contract/readiness';
import { Link, useParams } from '@tanstack/react-router';
import { FailureNote } from '../app/FailureNote.tsx';
import { useTitle } from '../app/page-title.ts';
import { Empty } from '../ui/Empty.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Time } from '../ui/Time.tsx';
import { ChangeList } from './ChangeList.tsx';
import { BurnDown } from './course/BurnDown.tsx';
import { useStandard } from './readiness-api.ts';
import { OutcomeMark } from './readiness-words.tsx';
import './readiness.css';

/** What does this standard ask, who meets it, who does not? */
export function StandardScreen() {
  const { name = '' } = useParams({ strict: false });
  const page = useStandard(name);
  const title = page.data?.standard.displayName ?? name;
  useTitle(title);
  return (
    <div className="screen ui-stack">
      <div className="ui-row">
        <h1>{title}</h1>
        <span className="screen-gap" />
        <Link to="/readiness/standards/$name/edit" params={{ name }}>
          Edit or try out
        </Link>
        <Link to="/readiness">All standards</Link>
      </div>
      {page.isPending ? <Loading what="the standard" /> : null}
      <FailureNote error={page.error} />
      {page.data === undefined ? null : <Body page={page.data} />}
    </div>
  );
}

function Body({
  page: { standard, why, fix, rule, ownerName, products, changes, days },
}: {
  page: StandardPage;
}) {
  const { area, level, rung, target, due, applies, met, missed, unknown, exempt } = standard;
  const counted = applies - exempt;
  const share = counted === 0 ? null : Math.floor((100 * met) / counted);
  const first = days[0];
  return (
    <>
      <div className="ui-row">
        <Pill>{area}</Pill>
        <Pill>{level}</Pill>
        <Pill>{rung}</Pill>
        {ownerName === null ? null : <span className="ui-quiet">Kept by {ownerName}</span>}
      </div>
      <p>{why}</p>
      <p>
        <b>{fix}</b>
      </p>
      <p className="readiness-rule">
        <code>{rule}</code>
      </p>
      <p>
        {share === null
          ? 'It applies to no product.'
          : `${met} of ${counted} meet it (${share} %), ${missed} miss it, ${unknown} are not known, ${exempt} are exempt.`}{' '}
        Target {target} %{due === null ? '' : ` by ${due}`}.{' '}
        {first === undefined || days.length < 2
          ? ''
          : `${first.applies - first.met} were open on ${first.day}.`}
      </p>
      {due === null || days.length === 0 ? null : <BurnDown days={days} due={due} target={target} />}
      <h2>Products</h2>
      {products.length === 0 ? <Empty>It applies to no product.</Empty> : null}
      <ul className="readiness-standards">
        {products.map((each) => (
          <li key={each.product} className="ui-row">
            <Link to="/readiness/products/$name" params={{ name: each.product }}>
              {each.displayName}
            </Link>
            <OutcomeMark {...each} />
            <span className="ui-quiet">
              {each.teamName}, since <Time at={each.since} />
            </span>
          </li>
        ))}
      </ul>
      <h2>What changed in 30 days</h2>
      <ChangeList changes={changes} nameOf={(change) => change.product} />
    </>
  );
}
