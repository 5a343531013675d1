/** `resources/style.css`. */
export const style = `:root {
  color-scheme: light dark;
  --paper: #fbfaf8;
  --ink: #1d1f23;
  --soft: #565b64;
  --line: #d9d6cf;
  --tint: #f1eee8;
  --link: #0b5394;
  --warn: #8a2b0e;
  --focus: #b45309;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181c;
    --ink: #e7e5e1;
    --soft: #a9adb5;
    --line: #363a41;
    --tint: #1f2228;
    --link: #8cbcf0;
    --warn: #f0a58c;
    --focus: #f3c178;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto;
  padding: 0 1.25rem 3rem;
  max-width: 62rem;
  background: var(--paper);
  color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
a { color: var(--link); text-decoration-thickness: 0.06em; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 0.14em; }
:focus-visible { outline: 0.18rem solid var(--focus); outline-offset: 0.15rem; border-radius: 0.1rem; }
.skip { position: absolute; left: -100vw; top: 0; padding: 0.5rem 1rem; background: var(--paper); }
.skip:focus { left: 0; z-index: 1; }
header { border-bottom: 1px solid var(--line); padding: 0.9rem 0 0.8rem; margin-bottom: 2rem; }
nav ul, nav ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.15rem 1.4rem; }
nav.site { font-weight: 600; }
nav.site a { text-decoration: none; display: inline-block; padding: 0.2rem 0; }
nav.site a:hover { text-decoration: underline; }
nav.crumbs { margin-top: 0.35rem; color: var(--soft); font-size: 0.9375rem; }
nav.crumbs ol { gap: 0.1rem 0; }
nav.crumbs li + li::before { content: "\\203a"; padding: 0 0.5rem; color: var(--soft); }
nav.crumbs [aria-current] { display: -webkit-inline-box; -webkit-box-orient: vertical; -webkit-line-clamp: 1; overflow: hidden; max-width: 26rem; vertical-align: bottom; }
h1, h2, h3 { line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 1.2rem + 1.8vw, 2.2rem); margin: 0 0 0.6rem; letter-spacing: -0.012em; }
h2 { font-size: 1.3rem; margin: 2.4rem 0 0.7rem; }
h3 { font-size: 1.0625rem; margin: 1.6rem 0 0.4rem; }
p { margin: 0 0 0.9rem; }
main > .value, .byline, .notice { max-width: 44rem; }
main > .value { margin: 0 0 1rem; white-space: pre-line; }
main > .value.rich { white-space: normal; }
.byline { color: var(--soft); margin-bottom: 1.2rem; }
.facts { color: var(--soft); font-size: 0.9375rem; }
.missing { color: var(--warn); }
.notice { border-inline-start: 0.25rem solid var(--warn); padding: 0.35rem 0.9rem; background: var(--tint); }
.mark { border: 1px solid var(--line); border-radius: 1rem; padding: 0.02rem 0.55rem; font-size: 0.8125rem; color: var(--soft); white-space: nowrap; }
code { font: 0.8125em/1.4 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; color: var(--soft); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
thead th { font-size: 0.875rem; color: var(--soft); }
th[scope="row"] { width: 15rem; font-weight: 600; background: var(--tint); }
th[scope="row"] code { display: block; font-weight: 400; }
td .value { white-space: pre-line; max-width: 44rem; }
td .value.rich { white-space: normal; }
td .value + .value { margin-top: 0.35rem; }
table + p { margin-top: 1rem; }
.rich > :first-child { margin-top: 0; }
.rich > :last-child { margin-bottom: 0; }
ul.items, ol#search-results { list-style: none; padding: 0; margin: 0; }
ul.items > li, ol#search-results > li { padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
ul.items > li .facts, ol#search-results > li .facts { display: block; }
ul.tree, ul.branch { list-style: none; margin: 0; padding: 0; }
ul.branch { padding-inline-start: 1.1rem; border-inline-start: 1px solid var(--line); margin-inline-start: 0.2rem; }
ul.tree li { padding: 0.22rem 0; }
ul.tree > li > a { font-weight: 600; }
ul.files { list-style: none; margin: 0; padding: 0; }
ul.files > li { padding: 0.8rem 0; border-bottom: 1px solid var(--line); display: flow-root; }
ul.files p { margin: 0 0 0.35rem; }
.files .name { font-weight: 600; }
.thumbnail { float: inline-end; max-width: 7rem; max-height: 7rem; margin-inline-start: 1rem; border: 1px solid var(--line); }
.preview { display: block; margin: 0.6rem 0 0.2rem; max-width: 100%; }
a.preview { width: fit-content; }
.preview img { display: block; max-width: 100%; max-height: 34rem; height: auto; border: 1px solid var(--line); background: #fff; }
video.preview { max-height: 34rem; background: #000; }
audio.preview { width: 100%; max-width: 34rem; }
details.preview > summary { cursor: pointer; color: var(--link); padding: 0.2rem 0; }
details.preview iframe { display: block; width: 100%; height: 75vh; border: 1px solid var(--line); background: var(--tint); }
.logo { float: inline-end; max-width: 11rem; max-height: 9rem; margin: 0 0 1rem 1.5rem; }
nav.letters { margin: 0 0 1.5rem; }
nav.letters ul { gap: 0.15rem 0.2rem; }
nav.letters a { display: inline-block; min-width: 2.1rem; padding: 0.2rem 0.4rem; text-align: center; border: 1px solid var(--line); border-radius: 0.25rem; text-decoration: none; }
nav.letters a:hover { background: var(--tint); }
nav.pager { margin: 1.8rem 0 0; }
nav.pager [aria-current] { font-weight: 700; }
nav.pager a, nav.pager span { display: inline-block; padding: 0.25rem 0.1rem; min-width: 1.5rem; text-align: center; }
#search-form p:last-child { display: flex; gap: 0.6rem; max-width: 38rem; }
button { font: inherit; color: var(--paper); background: var(--link); border: 0; border-radius: 0.3rem; padding: 0.5rem 1.1rem; cursor: pointer; }
input[type="search"] { flex: 1; min-width: 0; font: inherit; color: inherit; background: var(--paper); padding: 0.5rem 0.75rem; border: 1px solid var(--soft); border-radius: 0.3rem; }
footer { margin-top: 3.5rem; padding-top: 0.9rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 0 1rem 2rem; font-size: 1rem; }
  table.metadata thead { position: absolute; left: -100vw; }
  table, tbody, tr, th[scope="row"], td { display: block; width: auto; }
  tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  th[scope="row"], td { border: 0; padding: 0.1rem 0; background: none; }
  th[scope="row"] code { display: inline; margin-inline-start: 0.3rem; }
  .logo { float: none; display: block; margin: 0 0 1rem; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #333; --line: #bbb; --tint: #fff; --link: #000; --warn: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav.site, nav.pager, nav.letters, .skip, audio, video, details.preview, #search-form { display: none; }
  header { border: 0; padding: 0; margin-bottom: 1rem; }
  .preview img { max-height: 12cm; }
  h2, h3 { break-after: avoid; }
  tr, ul.files > li, ul.items > li { break-inside: avoid; }
  td a[href^="http"] { text-decoration: none; }
}
`;
