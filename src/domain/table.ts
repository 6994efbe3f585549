/** Raw rows, the only source of ratios, totals and durations. Every cell is text; `line` is the line in the file. */
export interface Table {
  path: string;
  columns: string[];
  rows: { line: number; cells: Record<string, string> }[];
  /** Of the file's bytes, in hex; a table made of no file has none. */
  sha256?: string;
}

/** The column of that name, however it is spelt: `Decision ID` is `decision-id`. */
export function columnNamed(table: Table, names: readonly string[]): string | undefined {
  const spelt = (column: string): string =>
    column
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-');
  for (const name of names) {
    const column = table.columns.find((one) => spelt(one) === name);
    if (column !== undefined) return column;
  }
  return undefined;
}
