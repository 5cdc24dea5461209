import type { PageData } from './lesson.ts';

/** The built parts of the page. */
export interface Parts {
  script: string;
  style: string;
}

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
<script type="application/json" id="data">${inert(JSON.stringify(data))}</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}

/** No text of a scenario can end the element it stands in. */
const inert = (json: string): string => json.replaceAll('<', '\\u003c');
