/**
 * The one style sheet of the canvas. Every class is ours: the page has no style attribute, so that its content policy
 * can name this text alone. Sizes are rem on a screen and points on paper.
 */
export const CANVAS_STYLE = `
:root{color-scheme:light dark;--page:#f3f4f6;--card:#fff;--ink:#16202c;--soft:#55606e;--line:#d9dee5;--good:#136c3a;--bad:#b3261e;--open:#8a5a00;--good-bg:#e5f4ea;--bad-bg:#fdeceb;--open-bg:#fdf2dc;--mute-bg:#eef0f3}
@media screen and (prefers-color-scheme:dark){:root{--page:#0f141a;--card:#19212b;--ink:#e8ecf1;--soft:#a3aebb;--line:#323d4a;--good:#7fd6a0;--bad:#ff9d94;--open:#f0c268;--good-bg:#143524;--bad-bg:#45201d;--open-bg:#3d3013;--mute-bg:#232d38}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:60rem;margin:0 auto;padding:1rem;display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
section,header{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.8rem 1rem}
h1,h2,p,ol,ul,dl,dd,table{margin:0;padding:0}
h1{font-size:1.65rem;line-height:1.2;margin:.15rem 0 .3rem}
h2{font-size:.8rem;letter-spacing:.04em;text-transform:uppercase;color:var(--soft);margin-bottom:.45rem}
ol,ul{list-style:none}
a{color:inherit}
.small{font-size:.85rem;color:var(--soft)}
.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
.verdict{border-left:.5rem solid var(--soft)}
.verdict.good{border-left-color:var(--good);background:var(--good-bg)}
.verdict.bad{border-left-color:var(--bad);background:var(--bad-bg)}
.verdict.open{border-left-color:var(--open);background:var(--open-bg)}
.verdict .small{color:var(--ink)}
.note{margin-top:.35rem;font-size:.9rem}
.good .sign,.good.sign{color:var(--good)}
.bad .sign,.bad.sign{color:var(--bad)}
.open .sign,.open.sign{color:var(--open)}
.mute .sign,.mute.sign{color:var(--soft)}
svg.signs{position:absolute}
.sign{width:1.05em;height:1.05em;vertical-align:-.16em;margin-right:.4em;flex:none}
.four{display:grid;gap:.5rem}
.four li{border-radius:.45rem;padding:.5rem .65rem;background:var(--mute-bg);display:flex;flex-direction:column;gap:.15rem;justify-content:space-between}
.four .good{background:var(--good-bg)}
.four .bad{background:var(--bad-bg)}
.four .open{background:var(--open-bg)}
.four .state{font-weight:700;font-size:1rem;margin:0}
.good .state,.half.good{color:var(--good)}
.bad .state,.half.bad{color:var(--bad)}
.open .state,.half.open{color:var(--open)}
.mute .state,.half.mute{color:var(--soft)}
.next{counter-reset:n}
.next li{counter-increment:n;position:relative;padding:.4rem 0 .4rem 2rem}
.next li+li,.board li+li,.list li+li{border-top:1px solid var(--line)}
.next li::before{content:counter(n);position:absolute;left:0;top:.5rem;width:1.4rem;height:1.4rem;border-radius:50%;background:var(--ink);color:var(--card);font-size:.85rem;font-weight:700;text-align:center;line-height:1.4rem}
.next .title{font-weight:650;display:block}
.next .key{font-size:.8rem;color:var(--soft);display:block}
.next .inner{font-size:.92rem}
.next .inner .key{font-size:inherit;font-weight:650;color:inherit;display:inline}
.half{float:right;font-weight:650;font-size:.85rem;line-height:1.3}
.board{clear:both}
.board li,.list li{display:flex;align-items:baseline;gap:.1rem;padding:.28rem 0;font-size:.92rem}
.board .title,.list .title{flex:1}
.board .mute .title{color:var(--soft)}
.facts .key{flex:none;width:7rem;color:var(--soft);font-size:.85rem}
.state{font-size:.8rem;white-space:nowrap;margin-left:.6rem;font-weight:600}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th{font-size:.75rem;text-align:left;color:var(--soft);font-weight:600}
th,td{padding:.25rem .5rem .25rem 0;vertical-align:baseline}
td{border-top:1px solid var(--line)}
td:last-child{font-weight:650}
.more{font-size:.85rem;color:var(--soft);padding-top:.3rem}
footer{font-size:.8rem;color:var(--soft);padding:0 .3rem}
@media (min-width:42rem),print{.pair{grid-template-columns:repeat(2,minmax(0,1fr))}.four{grid-template-columns:repeat(4,minmax(0,1fr))}}
@page{size:A4;margin:5mm 9mm}
@media print{
body{background:#fff;font-size:8.6pt;line-height:1.22}
main{max-width:none;padding:0;gap:1mm}
.pair{gap:1.2mm}
section,header{padding:.9mm 2.6mm;border-radius:1.2mm;break-inside:avoid}
h1{font-size:14pt;margin:0 0 .4mm}
h2{font-size:7pt;margin-bottom:.4mm}
.small,.note,.more,.next .key,.state,.four .state,footer,th{font-size:7.4pt}
.note,.more{margin:0;padding-top:.5mm}
.four{gap:1.6mm}
.four li{padding:1mm 1.6mm;gap:.3mm}
.next li{padding:.3mm 0 .5mm 6mm}
.next li::before{width:4.4mm;height:4.4mm;line-height:4.4mm;top:1mm;font-size:7.5pt}
.next .inner,.next .inner .key,.board li,.list li,table,.half{font-size:8.2pt}
.half{line-height:1}
.board li,.list li{padding:.15mm 0}
th,td{padding:.35mm 1mm .35mm 0}
a{text-decoration:none}
.next .title,.next .inner,.facts .title,.exceptions .title,.limits{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.board .title,.list.one .title,td,.note,.next li>.key{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0}
table{table-layout:fixed}
.facts .key{width:20mm;font-size:7.4pt}
.facts li+li .title{-webkit-line-clamp:1}
th:first-child{width:38%}
}
`;
