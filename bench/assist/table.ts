/** Prints rows of cells under a title, columns aligned. */
export function printTable(title: string, rows: readonly (readonly (string | number)[])[]): void {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, String(cell).length);
  console.log(`\n${title}`);
  for (const row of rows)
    console.log(
      row
        .map((cell, index) =>
          index === 0 ? String(cell).padEnd(widths[index] ?? 0) : String(cell).padStart(widths[index] ?? 0),
        )
        .join('  '),
    );
}
