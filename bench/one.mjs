// One scenario in a process of its own: what it measured goes to the process that asked, its words to stderr.
import { pathToFileURL } from 'node:url';

const [module, options] = process.argv.slice(2);
const { measure } = await import(pathToFileURL(module).href);
const rows = await measure(JSON.parse(options));
process.send(rows, () => process.exit(0));
