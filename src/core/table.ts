/** Raw rows, the only source of ratios, totals and durations. Every cell is text; `line` is the line in the file. */
export interface Table {
  path: string;
  columns: string[];
  rows: { line: number; cells: Record<string, string> }[];
}
