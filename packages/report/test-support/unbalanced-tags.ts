// Finds tags that are opened and not closed, or the other way round: enough to know that a page of ours is well-formed.

const voidTags = new Set(['meta', 'br', 'col', 'hr', 'input', 'link', 'img', 'wbr']);

/** What is wrong, in order; empty for a well-formed page. */
export function unbalancedTags(page: string): string[] {
  const wrong: string[] = [];
  const open: string[] = [];
  const text = page.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/^<!DOCTYPE html>/, '');
  for (const [tag, slash, name = '', attributes = ''] of text.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*>|<[\s\S]{0,20}/g,
  )) {
    if (name === '') wrong.push(`stray ${tag}`);
    else if (slash) {
      const expected = open.pop();
      if (expected !== name) wrong.push(`</${name}> closes <${expected}>`);
    } else if (!voidTags.has(name)) open.push(name);
    if (slash && attributes) wrong.push(`attributes at </${name}>`);
  }
  return [...wrong, ...open.map((name) => `<${name}> stays open`)];
}
