// A page without its style sheet and its own script: what is left comes from runs.
import { sortScript } from '../src/html/sort-script.js';

export const withoutOwn = (page: string): string =>
  page.replace(/<style>[\s\S]*?<\/style>/, '').replace(`<script>'use strict';${sortScript}</script>`, '');
