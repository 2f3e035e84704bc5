import { memo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { NewRowsPill } from './NewRowsPill.tsx';
import { useHeldRows } from './held-rows.ts';
import { useRowWindow } from './row-window.ts';
import './Table.css';

export interface Column<T> {
  id: string;
  header: ReactNode;
  cell: (row: T) => ReactNode;
  /** CSS width, such as `8rem`; without it the column shares what is left. */
  width?: string;
  align?: 'end';
  /** The cell that names the row. Exactly one column should have it. */
  rowHeader?: boolean;
  /** Left out under 600 px. */
  wideOnly?: boolean;
  /** Only under 600 px, in place of columns that are left out there. */
  narrowOnly?: boolean;
}

export interface TableProps<T> {
  /** What the table lists; its spoken name. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Enter on a row, or a click on it outside links and buttons. */
  onOpen?: (row: T) => void;
  /** The key `.` on a row. */
  onActions?: (row: T) => void;
  /** Shown instead of rows; use `Empty`. */
  empty: ReactNode;
  rowHeight?: 'compact' | 'comfortable';
  /** Columns keep the width they name, whatever is in them: of dozens of columns no cell is measured while rows come and go. */
  fixedColumns?: boolean;
  isSelected?: (row: T) => boolean;
}

/** Dense rows under a header that stays. J/K, arrows, Home and End move, Enter opens. Live changes wait while in use. */
export function Table<T>(props: TableProps<T>) {
  const { label, columns, rowKey, rowHeight = 'compact', fixedColumns = false } = props;
  const ref = useRef<HTMLDivElement>(null);
  const held = useHeldRows(props.rows, ref, rowKey);
  const windowed = useRowWindow(held.rows.length, ref);
  return (
    <div className="ui-table-frame">
      <NewRowsPill {...held} />
      <div
        ref={ref}
        className="ui-table-scroll"
        role="region"
        aria-label={label}
        tabIndex={0}
        onKeyDown={moveInTable}
      >
        <table
          className={`ui-table ui-table-${rowHeight}${fixedColumns ? ' ui-table-fixed' : ''}`}
          aria-label={label}
          aria-rowcount={windowed.all ? undefined : held.rows.length + 1}
        >
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  style={{ width: column.width }}
                  className={columnClass(column)}
                >
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Gap height={windowed.before} columns={columns.length} />
            {held.rows.slice(windowed.from, windowed.to).map((row, index) => (
              <KeptRow
                key={rowKey(row)}
                row={row}
                table={props}
                {...(windowed.all ? {} : { index: windowed.from + index, measure: windowed.measure })}
              />
            ))}
            <Gap height={windowed.after} columns={columns.length} />
          </tbody>
        </table>
        {held.rows.length === 0 ? props.empty : null}
      </div>
    </div>
  );
}

function columnClass<T>(column: Column<T>): string {
  const classes = [
    column.align === 'end' ? 'ui-end' : '',
    column.wideOnly ? 'ui-wide-only' : '',
    column.narrowOnly ? 'ui-narrow-only' : '',
  ];
  return classes.filter(Boolean).join(' ');
}

/** Stands for the rows that are out of sight. */
function Gap({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="ui-table-gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

interface RowProps<T> {
  row: T;
  table: TableProps<T>;
  /** Of the whole list, where only a window of it is in the page. */
  index?: number;
  measure?: (row: HTMLElement | null) => void;
}

function Row<T>({ row, table, index, measure }: RowProps<T>) {
  const { columns, onOpen, onActions, isSelected } = table;
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      tabIndex={-1}
      aria-selected={isSelected?.(row)}
      className={onOpen === undefined ? undefined : 'ui-table-open'}
      onClick={(event) => {
        if (!isOnControl(event)) onOpen?.(row);
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter') onOpen?.(row);
        else if (event.key === '.') {
          event.stopPropagation();
          if (onActions === undefined) showActions(event.currentTarget);
          else onActions(row);
        }
      }}
    >
      {columns.map((column) =>
        column.rowHeader ? (
          <th key={column.id} scope="row" className={columnClass(column)}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} className={columnClass(column)}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}

/** While a long list scrolls, rows that stay in the page are not drawn anew: a matrix has a thousand cells in sight. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `memo` makes forgets the type of the rows
const KeptRow = memo(Row) as unknown as typeof Row;

/** A row's own menu or first button; a row without any is opened by its link. */
function showActions(row: HTMLElement): void {
  const menu = row.querySelector<HTMLElement>('[aria-haspopup=menu]');
  if (menu === null) row.querySelector<HTMLElement>('button, a')?.focus();
  else menu.click();
}

function isOnControl(event: MouseEvent): boolean {
  return (
    event.target instanceof Element &&
    event.target.closest('a, button, input, select, textarea, label') !== null
  );
}

const steps: { readonly [key: string]: (index: number, last: number) => number } = {
  j: (index) => index + 1,
  ArrowDown: (index) => index + 1,
  k: (index) => index - 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_index, last) => last,
};

function moveInTable(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const target = event.target;
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element))
    return;
  if (target.matches('input, textarea, select, [contenteditable]')) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody > tr:not([aria-hidden])')];
  const index = rows.findIndex((row) => row.contains(target));
  const next = rows[Math.max(0, Math.min(rows.length - 1, step(index, rows.length - 1)))];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
