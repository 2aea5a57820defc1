// A page that stands alone: nothing is fetched, and of all that could be a script only ours runs.
import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './html.js';
import { sortScript } from './sort-script.js';
import { style } from './style.js';

export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** How to read the numbers. */
  readonly footer: string;
}

/** What a page has that stays connected to a server. */
export interface Connected {
  /** Above the content; stays when the content is replaced. */
  readonly bar: Html;
  /** Runs after the script of any page; may ask the server that the page came from. */
  readonly script: string;
}

/** Stands near the beginning of every page, so that it is known as one of ours. */
export const pageMark = '<meta name="generator" content="Allot">';

export function page({ title, body, footer }: PageContent, connected?: Connected): string {
  const script = `'use strict';${sortScript}${connected?.script ?? ''}`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
${trusted(pageMark)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(policyOf(script, connected !== undefined))}">
<title>${title}</title>
${connected && trusted(noIcon)}<style>${trusted(style)}</style>
</head>
<body>
${connected?.bar}<main>
${body}
<footer>
<p>${footer}</p>
</footer>
</main>
<script>${trusted(script)}</script>
</body>
</html>
`.html;
}

/** Keeps a browser from asking the server for an icon. */
const noIcon = '<link rel="icon" href="data:,">\n';

/** A script runs when it has the hash of ours (Content Security Policy Level 3, 8.4). */
function policyOf(script: string, isConnected: boolean): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const own = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return isConnected ? `${own}; connect-src 'self'; img-src data:` : own;
}
