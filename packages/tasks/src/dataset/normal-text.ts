// A problem's text as far as two texts must differ to be two problems.

/** Without case, white space, punctuation, dollar signs, and the spacing and sizes of LaTeX; numbers and operators stay. */
export function normalText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\\begin\{(?:align|equation|gather)\*?\}|\\end\{(?:align|equation|gather)\*?\}/g, '')
    .replace(/\\(?:left|right|big{1,2}[lr]?|displaystyle|quad|qquad|hspace\{[^}]*\}|[,;:!> ()[\]])/g, '')
    .replace(/\\[dt]frac/g, '\\frac')
    .replace(/\\(?:text|mathrm|textbf|mathbf|mbox)\s*\{([^{}]*)\}/g, '$1')
    .replace(/(?<!\d)\.|\.(?!\d)/g, '')
    .replace(/[\s~$,;:!?"'`‘’“”()[\]{}]/g, '');
}
