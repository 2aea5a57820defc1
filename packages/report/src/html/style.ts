// The page's style sheet: light and dark, screen and paper, wide and narrow.

/** Values of the palette's custom properties. */
export const colors = {
  light: `--page: #f6f7f9; --card: #ffffff; --ink: #191c22; --muted: #5b6472; --line: #e2e6ec; --grid: #e9ecf1; --axis: #b4bcc8; --base: #9aa4b2; --trained: #2557d6; --efficient: #c2510c; --good: #0b7a4b; --bad: #b3261e; --warn: #8a5a00; --good-tint: #e3f5ec; --bad-tint: #fdeceb; --warn-tint: #fff4db; --prefill-tint: #dfe8ff; --accent-tint: #eef3ff; --tier-0: #0e9384; --tier-1: #0891b2; --tier-2: #0b75c9; --tier-3: #3f60dd; --tier-4: #6a4be0; --tier-5: #8f3fcf; --tier-6: #b1319f; --tier-7: #c22a66; --run-0: #2557d6; --run-1: #c2510c; --run-2: #0e8a6d; --run-3: #a2309c; --run-4: #7a6a00; --run-5: #4b5563;`,
  dark: `--page: #101318; --card: #181c23; --ink: #e8ebf0; --muted: #9aa4b3; --line: #2a303a; --grid: #262c35; --axis: #515b69; --base: #7a8493; --trained: #7ea6ff; --efficient: #f59e5b; --good: #4cc38a; --bad: #ff8a80; --warn: #f2c063; --good-tint: #12301f; --bad-tint: #3a1b1a; --warn-tint: #362a10; --prefill-tint: #22305a; --accent-tint: #1b2438; --tier-0: #3fcdbb; --tier-1: #45c5e3; --tier-2: #5fb1f6; --tier-3: #8aa5fb; --tier-4: #a997fb; --tier-5: #c78cf2; --tier-6: #e381d3; --tier-7: #f285a9; --run-0: #7ea6ff; --run-1: #f59e5b; --run-2: #45cda5; --run-3: #e08adb; --run-4: #d9c24e; --run-5: #a5afbd;`,
} as const;

export const style = `
:root {
  color-scheme: light dark;
  ${colors.light} --shade: #191c2238;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    ${colors.dark} --shade: #e8ebf03d;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: clamp(22px, 3vw, 30px); line-height: 1.25; letter-spacing: -0.015em; margin: 6px 0 14px; max-width: 34em; text-wrap: balance; }
h2 { font-size: 20px; letter-spacing: -0.01em; margin: 44px 0 12px; }
h3 { font-size: 15px; margin: 0 0 4px; }
p { margin: 0 0 8px; }
small { color: var(--muted); font-size: 12px; font-weight: 400; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; }
.eyebrow { display: flex; gap: 12px; align-items: center; color: var(--muted); font-weight: 600; overflow-wrap: anywhere; }
.status { font-size: 12px; padding: 1px 9px; border-radius: 99px; background: var(--warn-tint); color: var(--warn); white-space: nowrap; }
.status.finished { background: var(--good-tint); color: var(--good); }
.status.failed, .status.stopped { background: var(--bad-tint); color: var(--bad); }
.detail, .lead, .intro { color: var(--muted); max-width: 62em; }
.lead { color: var(--ink); }
.warning, .note, .banner p { padding: 8px 14px; border-radius: 8px; background: var(--warn-tint); color: var(--warn); max-width: 62em; }
.banner p.error { background: var(--bad-tint); color: var(--bad); }
.banner p.info { background: var(--accent-tint); color: var(--ink); }
.better { color: var(--good); } .worse { color: var(--bad); } .plain { color: var(--muted); }
.tiles { list-style: none; margin: 26px 0 18px; padding: 0; display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); }
.tiles .card + .card { margin-top: 0; }
.tiles h2 { font-size: 13px; font-weight: 500; color: var(--muted); letter-spacing: 0; margin: 0; }
.tiles .value { font-size: 27px; font-weight: 650; letter-spacing: -0.02em; line-height: 1.35; margin: 2px 0; white-space: nowrap; font-variant-numeric: tabular-nums; }
.tiles .before, .tiles .arrow { color: var(--muted); font-weight: 400; }
.tiles p:last-child { margin: 0; font-size: 13px; font-weight: 500; }
.tiles p.plain { font-weight: 400; }
.facts { display: flex; flex-wrap: wrap; gap: 8px 26px; margin: 16px 0 0; font-size: 13px; }
.facts div { display: flex; gap: 7px; } .facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; scrollbar-width: thin; background: linear-gradient(to right, var(--card) 12px, transparent) 0 0 / 36px 100% no-repeat local, linear-gradient(to left, var(--card) 12px, transparent) 100% 0 / 36px 100% no-repeat local, linear-gradient(to right, var(--shade), transparent) 0 0 / 14px 100% no-repeat, linear-gradient(to left, var(--shade), transparent) 100% 0 / 14px 100% no-repeat, var(--card); }
.scroll:focus-visible { outline: 2px solid var(--trained); outline-offset: 1px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.results { width: 100%; min-width: 640px; }
th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid var(--trained); outline-offset: 2px; border-radius: 2px; } th button::after { content: '\\2195'; margin-left: 3px; color: var(--axis); font-size: 11px; } th[aria-sort=ascending] button::after { content: '\\2191'; color: var(--ink); } th[aria-sort=descending] button::after { content: '\\2193'; color: var(--ink); }
.results + .results { margin-top: 14px; }
.card + .card { margin-top: 14px; }
.results caption { text-align: left; font-weight: 650; padding-bottom: 6px; } .results caption span { color: var(--muted); font-weight: 400; }
.results th, .results td { padding: 7px 10px; text-align: right; border-top: 1px solid var(--line); font-weight: 400; white-space: nowrap; }
.results thead th { color: var(--muted); font-size: 13px; border-top: 0; padding-block: 2px; } .results thead td { border: 0; }
.results thead th[scope=colgroup] { color: var(--ink); font-weight: 600; text-align: center; }
.results thead th[scope=colgroup]::after { content: ''; display: block; border-top: 2px solid var(--line); margin: 2px 0 0 14px; }
.results tbody th, .results thead td, .results thead tr:last-child th:first-child { position: sticky; left: 0; background: var(--card); }
.results tbody th::before, .results thead tr:last-child th:first-child::before { content: ''; position: absolute; inset: 0 100% 0 auto; width: 18px; background: var(--card); }
.results tbody th { text-align: left; font-weight: 600; } .results tr.all td, .results tr.all th { font-weight: 650; }
.results small { display: block; line-height: 1.2; } .results tbody th small { display: inline; margin-left: 4px; }
.results .better, .results .worse { font-weight: 650; }
.results thead th:first-child { text-align: left; }
.figures { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 350px), 1fr)); margin-top: 14px; align-items: stretch; }
.figures.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); }
.figures + .card, .legend + .samples { margin-top: 14px; } .below { margin: 8px 0 0; font-size: 13.5px; } .card > .numbers + .below, .card > .scroll + .below { margin-top: 10px; }
.figures .card + .card { margin-top: 0; }
figure { margin: 0; min-width: 0; display: flex; flex-direction: column; container-type: inline-size; }
figure svg { display: block; width: 100%; font-family: inherit; height: auto; max-width: 620px; margin-block: 4px; overflow: visible; }
.small figure svg { max-width: 290px; } .middle svg { max-width: 860px; } .narrow svg { max-width: 420px; } .middle, .narrow { display: none; }
@container (max-width: 410px) { .normal .roomy { display: none; } .normal .narrow { display: block; } }
@container (max-width: 860px) { .wide .roomy { display: none; } .wide .middle { display: block; } }
@container (max-width: 500px) { .wide .middle { display: none; } .wide .narrow { display: block; } }
figcaption { color: var(--muted); font-size: 13px; line-height: 1.45; margin-top: auto; padding-top: 4px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 2px; padding: 0; font-size: 13px; color: var(--muted); }
.legend i { display: inline-block; width: 18px; height: 0; border-top: 3px solid var(--c); border-radius: 2px; margin-right: 6px; vertical-align: middle; }
.legend i.dashed { border-top-style: dashed; } .legend i.point, .legend i.ring { width: 12px; height: 12px; border: 2px solid var(--c); border-radius: 50%; vertical-align: -2px; } .legend i.point { background: var(--c); }
.legend i.block { width: 11px; height: 11px; border: 0; background: var(--c); border-radius: 3px; vertical-align: -1px; }
details.card { margin-top: 16px; }
details > summary { cursor: pointer; color: var(--muted); font-size: 14px; } details[open] > summary { margin-bottom: 10px; }
.numbers, .settings { font-size: 12.5px; }
.numbers th, .numbers td { padding: 3px 10px; text-align: right; white-space: nowrap; border-top: 1px solid var(--line); font-weight: 400; }
.numbers thead th { vertical-align: bottom; white-space: normal; color: var(--muted); min-width: 5.5em; }
.scroll:has(> .numbers) { max-height: 420px; overflow: auto; } .numbers thead th { position: sticky; top: 0; z-index: 1; background: var(--card); } .numbers td:first-child { position: sticky; left: 0; background: var(--card); } .numbers thead th:first-child { left: 0; z-index: 2; }
.settings { width: 100%; } .settings th, .settings td { padding: 3px 14px 3px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: anywhere; }
.settings th ~ td { min-width: 6.8em; } .settings.beside th ~ td { min-width: 9em; } .settings.plain th ~ td { min-width: 0; }
.settings thead th { color: var(--muted); } .settings tbody th { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; white-space: nowrap; } .settings td:last-child { color: var(--muted); }
.settings.beside td { color: inherit; }
.settings tr.error td { color: var(--bad); }
.sample .pair { display: grid; gap: 4px 24px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); } .thinking > .tokens { margin-bottom: 6px; } .thinking { margin-bottom: 4px; }
.sample h3, .tokens { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; }
.sample .reason { color: var(--muted); font-size: 13px; }
.response { min-width: 0; } .response .by { font-size: 13px; margin: 8px 0 4px; }
.tokens { font-size: 13.5px; line-height: 1.6; margin: 0; padding: 8px 10px; border-radius: 8px; background: var(--page); max-height: 18em; overflow: auto; }
.t.prefill { background: var(--prefill-tint); border-radius: 3px; } .t.overridden { background: var(--bad-tint); color: var(--bad); border-radius: 3px; font-weight: 700; text-decoration: underline; } .t.answer { font-weight: 700; color: var(--good); }
.wrong .t.answer { color: var(--bad); }
.more { color: var(--muted); }
.results.overview tbody td { font-weight: 400; }
.live { position: sticky; top: 0; z-index: 3; display: flex; gap: 14px; align-items: center; padding: 8px 24px; background: var(--card); border-bottom: 1px solid var(--line); font-size: 13.5px; font-variant-numeric: tabular-nums; }
.live p { margin: 0; min-width: 0; } .live progress { flex: 0 0 min(22vw, 200px); height: 8px; accent-color: var(--trained); } .live.gone, .live.still { background: var(--warn-tint); color: var(--warn); } .live.over progress { accent-color: var(--good); }
.contents { margin: 18px 0 0; font-size: 13.5px; } section { scroll-margin-top: 44px; }
.formula { margin: 6px 0 10px; padding: 8px 10px; border-radius: 8px; background: var(--page); font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 22em; overflow: auto; }
.findings { list-style: none; margin: 0; padding: 0; font-size: 13.5px; } .findings li { padding: 5px 0 5px 12px; border-left: 3px solid var(--line); margin-top: 6px; } .findings .warning { background: none; border-color: var(--warn); border-radius: 0; color: inherit; max-width: none; } .findings .error { border-color: var(--bad); } .findings code { color: var(--muted); font-size: 12px; } .findings span { color: var(--muted); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; overflow-wrap: anywhere; }
.commands { margin: 12px 0 0; display: grid; gap: 8px; font-size: 13.5px; } .commands div { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); gap: 2px 20px; } .commands dd { margin: 0; color: var(--muted); } .commands code { background: var(--page); padding: 2px 6px; border-radius: 5px; }
figure.wide { margin-top: 14px; } .wide .roomy svg { max-width: none; }
.settings.plain { font-size: 13.5px; font-variant-numeric: tabular-nums; } .settings.plain tbody th { font: inherit; white-space: normal; } .settings.plain td { white-space: nowrap; } .settings.plain td:last-child { color: inherit; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 10px 0 0; font-size: 14px; } a { color: var(--trained); }
section + .run, .run + .run { border-top: 2px solid var(--line); margin-top: 56px; padding-top: 24px; }
footer { color: var(--muted); font-size: 12.5px; margin-top: 48px; border-top: 1px solid var(--line); padding-top: 14px; max-width: none; }
@media (max-width: 1000px) { .tiles { grid-template-columns: 1fr 1fr; } }
@media (max-width: 600px) { main { padding: 22px 14px 40px; } .card { padding: 12px; } .tiles { grid-template-columns: 1fr 1fr; gap: 10px; } .tiles .value { font-size: 20px; } h2 { margin-top: 32px; } .live { padding: 6px 14px; font-size: 12.5px; } .commands div { grid-template-columns: 1fr; } }
@media (max-width: 600px) { .settings th, .settings td { padding-right: 10px; } .settings th:first-child { position: sticky; left: 0; background: var(--card); } .settings th:first-child::before { content: ''; position: absolute; inset: 0 100% 0 auto; width: 18px; background: var(--card); } .settings tbody th { white-space: normal; overflow-wrap: break-word; } }
@media (max-width: 340px) { .tiles { grid-template-columns: 1fr; } }
@media print {
  :root { color-scheme: light; }
  .live, .contents, th button::after { display: none; } .scroll, .scroll:has(> .numbers) { overflow: visible; max-height: none; } .card.scroll { background: none; } .formula { max-height: none; } .thinking:not([open]) { display: block; }
  body { background: none; font-size: 12px; } small { font-size: 10px; } .tiles h2, .tiles p:last-child, figcaption, .legend, .facts, .response .by { font-size: 11px; } .card { padding: 10px 12px; } main { max-width: none; padding: 0; }
  .card { border-color: #ccc; } figure, .sample, tr, .tiles li { break-inside: avoid; } h2 { break-after: avoid; }
  figure details { display: none; } .tiles .value { font-size: 17px; } .numbers th, .numbers td { padding: 3px 5px; font-size: 11px; } .figures { grid-template-columns: 1fr 1fr; } .figures.small { grid-template-columns: 1fr 1fr 1fr; }
  .tokens { max-height: none; background: none; padding: 0; } .tiles { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  section + .run, .run + .run { break-before: page; }
}
`;
