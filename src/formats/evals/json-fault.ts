/**
 * Where a text stops being JSON. The engine's own message quotes the file and, for most faults, gives no offset.
 * Runs only over text that JSON.parse refused; linear, without recursion.
 */

type Wanted = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** The offset behind the text in quotes that starts at `from`; undefined when it is never closed. */
function endOfText(text: string, from: number): number | undefined {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i + 1;
    else if (code < 32) return undefined;
  }
  return undefined;
}

/** The offset of the first character JSON does not allow; the text's length when only an end is missing. */
export function faultOffset(text: string): number {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  while (at < text.length) {
    const sign = text.charAt(at);
    if (sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t') {
      at++;
      continue;
    }
    const closes = (sign === '}' && open.at(-1) === '{') || (sign === ']' && open.at(-1) === '[');
    const value: boolean = wanted === 'value' || wanted === 'value or end';
    const after: Wanted = open.length === 0 ? 'nothing' : 'comma or end';
    let next = at + 1;
    if (closes && wanted.endsWith('or end')) {
      open.pop();
      wanted = open.length === 0 ? 'nothing' : 'comma or end';
    } else if (value && (sign === '{' || sign === '[')) {
      open.push(sign);
      wanted = sign === '{' ? 'key or end' : 'value or end';
    } else if (wanted === 'comma or end' && sign === ',') wanted = open.at(-1) === '{' ? 'key' : 'value';
    else if (wanted === 'colon' && sign === ':') wanted = 'value';
    else if (sign === '"' && (value || wanted === 'key' || wanted === 'key or end')) {
      const end = endOfText(text, at);
      if (end === undefined) return at;
      next = end;
      wanted = value ? after : 'colon';
    } else if (value) {
      SCALAR.lastIndex = at;
      if (!SCALAR.test(text)) return at;
      next = SCALAR.lastIndex;
      wanted = after;
    } else return at;
    at = next;
  }
  return text.length;
}
