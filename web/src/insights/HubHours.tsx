import type { Load } from '@fieldmarshal/contract/insights';
import { Empty } from '../ui/Empty.tsx';
import { Behind } from './Figure.tsx';

/** Pages of each hub by the hour of the local day; a number in each hour, and how deep it is shaded says the same. */
export function HubHours({ hubs }: Pick<Load, 'hubs'>) {
  const most = Math.max(1, ...hubs.flatMap(({ hours }) => hours));
  if (hubs.length === 0) return <Empty>No page in this time under these filters.</Empty>;
  return (
    <div className="insights-hours" role="region" aria-label="Pages by hour of the local day" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Hub</th>
            {hoursOfDay.map((hour) => (
              <th key={hour} scope="col" className={hour < 7 || hour >= 22 ? 'insights-night' : undefined}>
                {hour}
              </th>
            ))}
            <th scope="col">Pages</th>
            <th scope="col">At night</th>
            <th scope="col">Interruptions</th>
            <th scope="col">People</th>
          </tr>
        </thead>
        <tbody>
          {hubs.map(({ hub, title, hours, pages, nightPages, interruptions, people }) => (
            <tr key={hub ?? ''}>
              <th scope="row">{title}</th>
              {hours.map((n, hour) => (
                <td
                  key={hoursOfDay[hour]}
                  style={{
                    background: `color-mix(in srgb, var(--line) ${Math.round((n / most) * 60)}%, transparent)`,
                  }}
                >
                  {n === 0 ? (
                    <span className="ui-quiet">·</span>
                  ) : (
                    <Behind name={`hub:${hub ?? ''}:${hour}`} n={n}>
                      {n}
                    </Behind>
                  )}
                </td>
              ))}
              <td>
                <Behind name={`hub:${hub ?? ''}`} n={pages}>
                  {pages}
                </Behind>
              </td>
              <td>
                <Behind name={`hub:${hub ?? ''}:night`} n={nightPages}>
                  {nightPages}
                </Behind>
              </td>
              <td>{interruptions}</td>
              <td>{people}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);
