import type { OwnRules } from '@fieldmarshal/contract/oncall/own-rules';
import { HealthGlyph } from '../../ui/HealthGlyph.tsx';
import { channelWords } from '../reach/reach-api.ts';
import { planText } from './plan-words.ts';

/** What rules mean, severity by severity, with what whoever chose them should know. */
export function Plan({ of: { plan, warnings } }: { of: OwnRules }) {
  return (
    <>
      <dl className="rules-plan">
        {plan.map(({ severity, ways, inQuietHours }) => (
          <div key={severity}>
            <dt>{severity === 'SEV1' ? 'SEV1, and not assessed' : severity}</dt>
            <dd>
              {planText(ways, channelWords)}
              {inQuietHours === null ? null : (
                <span className="ui-quiet">
                  {' '}
                  In quiet hours:{' '}
                  {inQuietHours.length === 0 ? 'nothing rings.' : planText(inQuietHours, channelWords)}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {warnings.map((warning) => (
        <p key={warning}>
          <HealthGlyph health="degraded" label={false} /> {warning}
        </p>
      ))}
    </>
  );
}
