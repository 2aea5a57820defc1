// A page that stands alone: no network, no scripts.
import { type Html, html, trusted } from './html.js';
import { style } from './style.js';

/** `footer`: how to read the numbers. */
export const page = (title: string, body: Html, footer: string): Html => html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${body}
<footer>
<p>${footer}</p>
</footer>
</main>
</body>
</html>
`;
