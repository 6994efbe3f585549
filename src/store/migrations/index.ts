import { sql as trip } from './0001-trip.ts';
import { sql as ledger } from './0002-ledger.ts';
import { sql as memory } from './0003-memory.ts';
import { sql as watch } from './0004-watch.ts';
import { sql as commands } from './0005-commands.ts';
import { sql as heard } from './0006-heard.ts';
import { sql as owedComment } from './0007-owed-comment.ts';
import { sql as repositoryId } from './0008-repository-id.ts';
import { sql as passingCheck } from './0009-passing-check.ts';

export interface Migration {
  id: string;
  sql: string;
}

/** In order. An applied migration is never edited: its checksum is stored. */
export const MIGRATIONS: Migration[] = [
  { id: '0001-trip', sql: trip },
  { id: '0002-ledger', sql: ledger },
  { id: '0003-memory', sql: memory },
  { id: '0004-watch', sql: watch },
  { id: '0005-commands', sql: commands },
  { id: '0006-heard', sql: heard },
  { id: '0007-owed-comment', sql: owedComment },
  { id: '0008-repository-id', sql: repositoryId },
  { id: '0009-passing-check', sql: passingCheck },
];
