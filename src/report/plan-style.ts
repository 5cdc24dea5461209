/** The look of a report: light or dark as the reader's system is, and black on white on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1b1f24; --faint: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --link: #0550ae; --good: #1a7f37; --bad: #b3261e; --open: #8a5a00;
  --lambda: #1f6feb; --others: #8c959f; --free: #e3e8ee; --band: #9ec5fe; --accent: #bc4c00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1419; --ink: #e6edf3; --faint: #9da7b1; --line: #3a424c; --panel: #1a2129;
    --link: #79b8ff; --good: #56d364; --bad: #ff8a80; --open: #f0c55a;
    --lambda: #58a6ff; --others: #8b949e; --free: #2a323c; --band: #1f4a80; --accent: #ffa657;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; max-width: 75ch; overflow-wrap: anywhere; }
a { color: var(--link); overflow-wrap: anywhere; }
.answer { border-left: .4rem solid var(--open); background: var(--panel);
  padding: .6rem 1rem; border-radius: .25rem; font-size: 1.08rem; }
.answer.good { border-color: var(--good); }
.answer.bad { border-color: var(--bad); }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: 1rem 0 0; padding: 0;
  list-style: none; font-size: .92rem; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 48rem; }
.long { overflow-wrap: anywhere; min-width: 9rem; }
.sentence { min-width: min(20rem, 60vw); }
.rule { white-space: nowrap; }
tbody th { max-width: 18rem; }
tbody th.sentence { max-width: 28rem; font-weight: 400; }
th { font-weight: 600; }
thead th { color: var(--faint); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead .number { white-space: normal; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .25rem;
  padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.figures { display: grid; grid-auto-flow: dense; gap: 1.5rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figure.wide { grid-column: 1 / -1; }
figure.wide svg { min-width: 36rem; }
figcaption { font-weight: 600; margin-bottom: .4rem; overflow-wrap: anywhere; }
figcaption span { display: block; font-weight: 400; color: var(--faint); font-size: .9rem; }
svg { display: block; width: 100%; height: auto; color: var(--ink); }
svg text { font-size: 12px; }
.key { display: flex; gap: 1rem; font-size: .85rem; color: var(--faint); }
.key i { display: inline-block; width: .8em; height: .8em; margin-right: .35em; border-radius: 2px; }
@media screen and (max-width: 40rem) {
  .scroll table:has(th:nth-child(4)) { min-width: 36rem; }
}
@media print {
  :root { --page: #fff; --ink: #000; --faint: #444; --line: #bbb; --panel: #fff;
    --link: #000; --good: #1a7f37; --bad: #b3261e; --open: #8a5a00;
    --lambda: #1f6feb; --others: #8c959f; --free: #e3e8ee; --band: #9ec5fe; --accent: #bc4c00; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  .scroll { overflow: visible; }
  table { font-size: .78rem; }
  .long { min-width: 0; }
  .sentence { min-width: 17rem; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
}
`;
