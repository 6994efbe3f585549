// Moves what the App remembers from its embedded store to the PostgreSQL of DATABASE_URL. Stop the App first.
//   DATABASE_URL=postgres://… npm run move-store -- ./data
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const built = (path) => import(new URL(`../build/store/${path}`, import.meta.url).href);
const [dataDir, ...more] = process.argv.slice(2);
const databaseUrl = process.env.DATABASE_URL;
if (!dataDir || more.length > 0 || !databaseUrl) {
  console.error('DATABASE_URL=postgres://… npm run move-store -- DATA_DIR');
  process.exit(3);
}
// An empty store would be made where there is none, and moved with success.
if (!existsSync(join(dataDir, 'pgdata'))) {
  console.error(`${dataDir} holds no embedded store of the App.`);
  process.exit(3);
}

const [{ openStore }, { moveStore }] = await Promise.all([built('open.js'), built('move.js')]);
const open = [];
try {
  for (const options of [{ dataDir }, { databaseUrl }]) open.push(await openStore(options));
  const [from, to] = open;
  const { rows, ledger } = await moveStore(from, to);
  for (const [table, count] of Object.entries(rows)) console.log(`${table}: ${count}`);
  console.log(`The ledger verifies in its new place: ${ledger.entries} entries, ends in ${ledger.hash}.`);
} catch (error) {
  console.error([error.message, error.remedy].filter(Boolean).join('\n'));
  process.exitCode = 1;
} finally {
  for (const db of open) await db.close();
}
