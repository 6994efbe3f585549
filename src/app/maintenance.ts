import { UserError } from '../domain/errors.ts';
import { deadJobLines, ledgerProofLines } from '../render/terminal/maintenance.ts';
import type { Db } from '../store/db.ts';
import { type Anchor, exportLines, verify } from '../store/ledger.ts';
import { openStore } from '../store/open.ts';
import { deadJobs, revive } from '../store/queue-state.ts';
import { readStore } from './environment.ts';

const USAGE = 'ledger verify [--anchor SEQ:HASH] · ledger export · jobs dead · jobs retry OWNER/REPO#NUMBER';

/**
 * Runs one maintenance command on the store and returns its exit code: 0 success, 1 a problem was found. Throws
 * UserError.
 */
export async function maintain(
  args: string[],
  env: Record<string, string | undefined>,
  out: (line: string) => void,
): Promise<number> {
  const command = readMaintenance(args);
  const db = await openStore(readStore(env));
  try {
    return await command(db, out);
  } finally {
    await db.close();
  }
}

type Command = (db: Db, out: (line: string) => void) => Promise<number>;

/** Parses the command before the store is opened. */
function readMaintenance(args: string[]): Command {
  const [noun, verb, ...rest] = args;
  switch (`${noun ?? ''} ${verb ?? ''}`) {
    case 'ledger verify': {
      const anchor = anchorOf(rest);
      return async (db, out) => {
        const proof = await verify(db, anchor);
        for (const line of ledgerProofLines(proof)) out(line);
        return proof.ok ? 0 : 1;
      };
    }
    case 'ledger export':
      if (rest.length > 0) throw unknownCommand(args);
      return async (db, out) => {
        for await (const line of exportLines(db)) out(line.trimEnd());
        return 0;
      };
    case 'jobs dead':
      if (rest.length > 0) throw unknownCommand(args);
      return async (db, out) => {
        for (const line of deadJobLines(await deadJobs(db))) out(line);
        return 0;
      };
    case 'jobs retry': {
      const found = /^([\w.-]+\/[\w.-]+)#(\d{1,9})$/.exec(rest[0] ?? '');
      if (found === null || rest.length !== 1) throw unknownCommand(args);
      return async (db, out) => {
        const isDone = await revive(db, found[1] ?? '', Number(found[2]));
        out(isDone ? `${rest[0]} is queued for evaluation` : `${rest[0]} has no dead job: see "jobs dead"`);
        return isDone ? 0 : 1;
      };
    }
    default:
      throw unknownCommand(args);
  }
}

function anchorOf(rest: string[]): Anchor | undefined {
  if (rest.length === 0) return undefined;
  const found = /^(\d{1,15}):([0-9a-f]{64})$/.exec(rest[1] ?? '');
  if (rest[0] !== '--anchor' || rest.length !== 2 || found === null)
    throw new UserError(
      `${JSON.stringify(rest.join(' '))} is not a valid anchor`,
      'Use --anchor SEQ:HASH as printed by an earlier "ledger verify".',
    );
  return { seq: Number(found[1]), hash: found[2] ?? '' };
}

function unknownCommand(args: string[]): UserError {
  return new UserError(
    `unknown command ${JSON.stringify(args.join(' '))}`,
    `Run without arguments to start the App, or use: ${USAGE}.`,
  );
}
