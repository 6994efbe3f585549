/** Start → end of each code span, found by run length as CommonMark does, in linear time. */
export function codeSpans(text: string): Map<number, { from: number; to: number; end: number }> {
  const runs: { start: number; size: number; escaped: boolean }[] = [];
  for (const match of text.matchAll(/\\?`+/g)) {
    const escaped = match[0].startsWith('\\');
    runs.push({ start: match.index + (escaped ? 1 : 0), size: match[0].length - (escaped ? 1 : 0), escaped });
  }
  const bySize = new Map<number, number[]>();
  runs.forEach((run, index) => {
    const list = bySize.get(run.size);
    if (list) list.push(index);
    else bySize.set(run.size, [index]);
  });
  const next = new Map<number, number>();
  const spans = new Map<number, { from: number; to: number; end: number }>();
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i];
    if (!run || run.escaped) continue;
    const list = bySize.get(run.size) ?? [];
    let pointer = next.get(run.size) ?? 0;
    while (pointer < list.length && (list[pointer] ?? 0) <= i) pointer++;
    next.set(run.size, pointer);
    const closing = list[pointer];
    const close = closing === undefined ? undefined : runs[closing];
    if (closing === undefined || !close) continue;
    spans.set(run.start, { from: run.start + run.size, to: close.start, end: close.start + close.size });
    i = closing;
  }
  return spans;
}

/** Index of the `]` that closes each `[`, code spans and escapes left out. */
export function brackets(text: string, spans: ReturnType<typeof codeSpans>): Map<number, number> {
  const open: number[] = [];
  const pairs = new Map<number, number>();
  for (let i = 0; i < text.length; i++) {
    const span = spans.get(i);
    if (span) {
      i = span.end - 1;
      continue;
    }
    const char = text[i];
    if (char === '\\') i++;
    else if (char === '[') open.push(i);
    else if (char === ']') {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, i);
    }
  }
  return pairs;
}
