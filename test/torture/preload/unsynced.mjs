// A disk that loses what was not brought to it when the power goes off, as journaling file systems may: the bytes written to a file
// since its last fsync, from some byte on; and the newest changes of names, in their order, back to the last fsync of any file.
// What is not brought to the disk yet is remembered between processes, in a folder beside the run.
import path from 'node:path';
import { randomOf } from './random.mjs';
import { real } from './real-files.mjs';

const isThere = (file) => real.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
const sizeOf = (file) => real.statSync(file).size;

export function unsyncedDisk(folder) {
  real.mkdirSync(folder, { recursive: true });
  const memory = path.join(folder, 'unsynced.json');
  const known = isThere(memory) ? JSON.parse(real.readFileSync(memory, 'utf8')) : { lengths: [], names: [] };
  /** Bytes of each file that have reached the disk; all of a file that is not listed. */
  const lengths = new Map(known.lengths);
  /** Changes of names since the last fsync, each with what it takes to undo it. */
  let names = known.names;
  let kept = 0;

  /** A copy of what is about to go, so that it may come back. */
  function keep(file) {
    if (!isThere(file)) return undefined;
    const copy = path.join(folder, `${process.pid}-${kept++}`);
    real.cpSync(file, copy, { recursive: true });
    return copy;
  }

  const below = (folderOrFile) =>
    [...lengths.keys()].filter(
      (file) => file === folderOrFile || file.startsWith(`${folderOrFile}${path.sep}`),
    );

  function moveLengths(from, to) {
    for (const file of below(from)) {
      lengths.set(`${to}${file.slice(from.length)}`, lengths.get(file));
      lengths.delete(file);
    }
  }

  /** Asked before a change; gives what to do once it is made. */
  function before({ kind, file, from, fresh }) {
    if (kind === 'fsync') {
      return () => {
        lengths.delete(file);
        names = [];
      };
    }
    if (kind === 'write') {
      const isNew = !isThere(file);
      const length = isNew || fresh ? 0 : (lengths.get(file) ?? sizeOf(file));
      return () => {
        if (isNew) names.push({ made: file });
        lengths.set(file, length);
      };
    }
    if (kind === 'truncate')
      return () => lengths.set(file, Math.min(lengths.get(file) ?? Infinity, sizeOf(file)));
    if (kind === 'mkdir') return () => names.push({ made: file });
    const copy = keep(file);
    if (kind === 'rename') {
      return () => {
        names.push({ from, to: file, copy });
        for (const gone of below(file)) lengths.delete(gone);
        moveLengths(from, file);
      };
    }
    return () => {
      names.push({ removed: file, copy });
      for (const gone of below(file)) lengths.delete(gone);
    };
  }

  function undo({ made, from, to, removed, copy }) {
    if (made !== undefined) real.rmSync(made, { recursive: true, force: true });
    if (from !== undefined) real.renameSync(to, from);
    if (copy !== undefined) {
      const place = removed ?? to;
      real.rmSync(place, { recursive: true, force: true });
      real.cpSync(copy, place, { recursive: true });
    }
  }

  function remember() {
    real.writeFileSync(memory, JSON.stringify({ lengths: [...lengths], names }));
  }

  /** The power goes off. */
  function lose(seed) {
    const random = randomOf(seed);
    for (const [file, length] of lengths) {
      if (!isThere(file)) continue;
      const unsynced = Math.max(0, sizeOf(file) - length);
      const left = random() < 0.5 ? 0 : Math.floor(random() * (unsynced + 1));
      if (left < unsynced) real.truncateSync(file, length + left);
    }
    const lost = Math.floor(random() * (names.length + 1));
    for (const change of names.slice(names.length - lost).reverse()) undo(change);
    lengths.clear();
    names = [];
    remember();
  }

  return { before, remember, lose };
}
