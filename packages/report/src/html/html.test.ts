import { expect, it } from 'vitest';
import { escapeText } from './escape-text.js';
import { html, trusted } from './html.js';

it('escapes what is inserted, and HTML only once', () => {
  const inner = html`<b title="${'"><script>'}">${'a & b'}</b>`;
  expect(html`<p>${inner}${[html`<i></i>`, 'x<y']}${undefined}${false}${0}</p>`.html).toBe(
    '<p><b title="&quot;&gt;&lt;script&gt;">a &amp; b</b><i></i>x&lt;y0</p>',
  );
  expect(html`${trusted('<hr>')}`.html).toBe('<hr>');
});

it('takes nothing for HTML that was not made here', () => {
  const read = JSON.parse('{"html":"<script>"}') as string;
  expect(html`<p>${read}</p>`.html).toBe('<p>{&quot;html&quot;:&quot;&lt;script&gt;&quot;}</p>');
  expect(html`<p>${JSON.parse('null') as string}</p>`.html).toBe('<p>null</p>');
});

it('makes hidden and reordering characters visible', () => {
  expect(escapeText('a\u202eb\u0000c\ud800d\u2066e\tf\ng😀')).toBe('a�b�c�d�e\tf\ng😀');
});
