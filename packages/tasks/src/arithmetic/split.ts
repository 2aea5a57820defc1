// Which problems are held out: decided by the text alone, so that train and test are disjoint whatever the seed.

/** One problem in five is held out for testing. */
const testShare = 5;

/** Whether a problem belongs to the test split. */
export const isHeldOut = (problem: string): boolean => hashText(problem) % testShare === 0;

/** FNV-1a, then murmur3's finaliser: 32 unsigned bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
