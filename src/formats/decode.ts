import type { Fault } from '../domain/observation.ts';

/** UTF-8 text without its byte order mark, or the one fault that says why these bytes are none. */
export type Decoded = { ok: true; text: string } | { ok: false; fault: Fault };

/** Decodes strictly: a wrong byte is a fault, not a replacement character that nobody notices. */
export function decodeText(path: string, bytes: Uint8Array): Decoded {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused(path, 'is not UTF-8 text', 'Save the file as UTF-8.');
  }
  if (text.includes('\0')) return refused(path, 'is not a text file: it holds NUL bytes', 'Commit the text itself.');
  return { ok: true, text };
}

/** A fault of the whole file. */
export function wholeFile(path: string, problem: string, remedy: string): Fault {
  return { path, line: 1, column: 1, key: '', problem, remedy };
}

function refused(path: string, problem: string, remedy: string): Decoded {
  return { ok: false, fault: wholeFile(path, problem, remedy) };
}
