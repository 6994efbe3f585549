import { kebab } from './kebab.ts';

/**
 * Sentences as data. A finding names a message and carries its data; the words are in one place, so that they can change
 * without any check or test changing.
 */

/** A message with its data, where one sentence is part of another. */
export interface Statement {
  /** The message's id, in kebab-case: `too-few-scenarios`. */
  message: string;
  data: MessageData;
  /** The sentence, with a `{placeholder}` for each value of `data`. */
  text: string;
  /** What a person does next, with the same placeholders. */
  remedyText?: string;
}
export type MessageValue = string | number | Statement | readonly (string | number | Statement)[];
export type MessageData = Readonly<Record<string, MessageValue>>;

/** The sentence alone, or the sentence with what a person does next. */
export type MessageText = string | { summary: string; remedy: string };

/** Braces with spaces inside, such as `{ file: a.csv }`, are text. */
type Trim<S extends string> = S extends ` ${string}`
  ? never
  : S extends `${infer Name}|${string}`
    ? Name
    : S extends `${infer Name}:${string}`
      ? Name
      : S;
type NamesIn<S extends string> = S extends `${string}{${infer Field}}${infer Rest}`
  ? Trim<Field> | NamesIn<Rest>
  : never;
type NamesOf<M extends MessageText> = M extends { summary: infer S extends string; remedy: infer R extends string }
  ? NamesIn<S> | NamesIn<R>
  : M extends string
    ? NamesIn<M>
    : never;
type StatementOf<M extends MessageText> = [NamesOf<M>] extends [never]
  ? () => Statement
  : (data: { [K in NamesOf<M>]: MessageValue }) => Statement;

/**
 * Turns a table of sentences into one function per sentence; each takes the values of its placeholders. A placeholder is
 * `{name}`, `{name:quote}` for words taken from a file (cut at 60 characters, or at another length with
 * `{name:quote 90}`), or `{count|file|files}`, which prints the number with the form that fits it. A list is joined with
 * commas.
 */
export function defineMessages<const M extends Record<string, MessageText>>(
  table: M,
): { readonly [K in keyof M]: StatementOf<M[K]> } {
  const made = Object.entries(table).map(([key, text]) => {
    const words = typeof text === 'string' ? { text } : { text: text.summary, remedyText: text.remedy };
    return [key, (data: MessageData = {}): Statement => ({ message: kebab(key), data, ...words })] as const;
  });
  return Object.fromEntries(made) as unknown as { readonly [K in keyof M]: StatementOf<M[K]> };
}

/** A sentence with its data put in. A placeholder without a value is a programming error and is thrown. */
export function formatMessage(text: string, data: MessageData): string {
  return text.replace(
    /\{([A-Za-z]\w*)(?:\|([^{}|]*)\|([^{}|]*)|:quote(?: (\d+))?)?\}/g,
    (field, name, one, many, limit) => {
      const value = data[name];
      if (value === undefined) throw new Error(`the message "${text}" has no value for ${field}`);
      if (one !== undefined) return `${printed(value)} ${Number(printed(value)) === 1 ? one : many}`;
      return field.includes(':quote')
        ? quote(printed(value), limit === undefined ? undefined : Number(limit))
        : printed(value);
    },
  );
}

/** What a statement says, in words. */
export function summaryOf({ text, data }: Statement): string {
  return formatMessage(text, data);
}

/** What a person does next, in words, where the statement says it. */
export function remedyOf({ remedyText, data }: Statement): string | undefined {
  return remedyText === undefined ? undefined : formatMessage(remedyText, data);
}

function printed(value: MessageValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return 'message' in value ? summaryOf(value) : value.map(printed).join(', ');
}

/** Text from a file, cut and on one line, in quotes so that it is not mistaken for ours. */
export function quote(words: string, limit = 60): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return `"${line.length > limit ? `${line.slice(0, limit - 1)}…` : line}"`;
}
