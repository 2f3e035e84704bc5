import type { NowPicture } from '@fieldmarshal/contract/now';
import { Link } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty.tsx';
import { CellMark, cellText } from './CellMark.tsx';
import './grid.css';

type Grid = NowPicture['grid'];

/** Products by environment. Solid is bad; a dot means that no alert fires, which is not a promise; hatched is last known only. */
export function GridCard({ grid }: { grid: Grid }) {
  const cells = new Map(grid.cells.map((cell) => [`${cell.product}\n${cell.environment}`, cell]));
  const bad = grid.cells.filter(({ state }) => state === 'failing' || state === 'degraded').length;
  return (
    <section className="ui-stack" aria-label="Products by environment">
      <div className="ui-row">
        <h2>Products by environment</h2>
        <span className="ui-quiet">
          {bad} of {grid.cells.length} with an alert
        </span>
      </div>
      {grid.cells.length === 0 ? (
        <Empty action={<Link to="/catalog">Catalog</Link>}>
          No product is deployed in any environment, as far as the catalog says.
        </Empty>
      ) : (
        <div className="grid-scroll" role="region" aria-label="Products by environment" tabIndex={0}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">Product</th>
                {grid.environments.map(({ name, displayName, connected }) => (
                  <th key={name} scope="col">
                    <Link to="/catalog/$kind/$name" params={{ kind: 'Environment', name }}>
                      {displayName}
                    </Link>
                    {connected ? null : <span className="ui-quiet grid-note">last known</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {grid.products.map((product) => (
                <tr key={product.name}>
                  <th scope="row">
                    <Link to="/catalog/$kind/$name" params={{ kind: 'Product', name: product.name }}>
                      {product.displayName}
                    </Link>
                  </th>
                  {grid.environments.map(({ name }) => {
                    const cell = cells.get(`${product.name}\n${name}`);
                    return (
                      <td key={name} className={cell === undefined ? undefined : `grid-${cell.state}`}>
                        {cell === undefined ? (
                          <span className="ui-hidden">not deployed</span>
                        ) : (
                          <Link
                            to="/alerts"
                            search={{ product: product.name, environment: name }}
                            className="grid-cell"
                            data-tip={cellText(cell)}
                          >
                            <CellMark cell={cell} />
                          </Link>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
