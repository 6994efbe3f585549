// Judgement alone: the example's evidence is read once, then judged again and again in this process.
import { fileURLToPath } from 'node:url';
import { load } from '../scripts/load.mjs';

const { judgement } = await load('bench/judgement.ts');
const judge = await judgement(fileURLToPath(new URL('../examples/support-triage', import.meta.url)));
for (let index = 0; index < 50; index += 1) judge();
const times = Array.from({ length: 200 }, () => {
  const start = process.hrtime.bigint();
  judge();
  return Number(process.hrtime.bigint() - start) / 1e6;
}).sort((a, b) => a - b);
console.log(
  `| judging alone, evidence in memory | ${times[100].toFixed(2)} | ${times[0].toFixed(2)} | ${times[199].toFixed(2)} |`,
);

const { requestCounts } = await load('bench/requests.ts');
console.log('\n| requests of one evaluation | sent | not answered 304 |\n|-|-|-|');
for (const { what, sent, charged } of await requestCounts(
  fileURLToPath(new URL('../examples/support-triage', import.meta.url)),
)) {
  console.log(`| ${what} | ${sent} | ${charged} |`);
}
