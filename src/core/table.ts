/** Raw rows, the only source of ratios, totals and durations. Every cell is text; `line` is the line in the file. */
export interface Table {
  path: string;
  columns: string[];
  rows: { line: number; cells: Record<string, string> }[];
  /** Of the file's bytes, in hex; a table made of no file has none. */
  sha256?: string;
}
