import type { PageData } from './lesson.ts';

/** The built parts of the page. */
export interface Parts {
  /** Deflated, in base64: a third of its size. */
  script: string;
  style: string;
}

/** Unpacks the script and runs it; every browser since 2023 can. */
const UNPACK = `
const bytes = Uint8Array.from(atob(document.getElementById('code').textContent), (one) => one.charCodeAt(0));
const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
new Response(unpacked).text().then((code) => {
  document.body.append(Object.assign(document.createElement('script'), { textContent: code }));
});
`;

/**
 * The page as one file that needs nothing else: the policy in its head forbids it to ask anybody
 * for anything.
 */
export function pageHtml({ script, style }: Parts, data: PageData): string {
  const policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Hyperplane ENIs, made visible</title>
<style>${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="app"></div>
<noscript>This page draws itself: it needs JavaScript.</noscript>
<script type="application/json" id="data">${inert(JSON.stringify(data))}</script>
<script type="text/plain" id="code">${script}</script>
<script>${UNPACK}</script>
</body>
</html>
`;
}

/** No text of a scenario can end the element it stands in. */
const inert = (json: string): string => json.replaceAll('<', '\\u003c');
