// Puts a watcher between the process and its files: it is told of every change, of names, of bytes and of what is brought
// to the disk (fsync), before it is made, and makes it.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { real } from './real-files.mjs';

const isThere = (file) => real.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
const halfOf = (data) => data.slice(0, Math.floor(data.length / 2));

/** Removes every second file of a folder. */
function removeHalf(folder) {
  if (!real.statSync(folder).isDirectory()) return;
  const entries = real.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  for (const { parentPath, name } of files.filter((_, index) => index % 2 === 0))
    real.rmSync(path.join(parentPath, name));
}

/**
 * `watch(change, perform)` performs each change, or does not. A change has a `kind`, a `file`; `from`, where it is a rename;
 * `fresh`, where what stood in the file before is gone; `half`, which makes a part of it, where it has parts.
 */
export function watchChanges(watch) {
  const changeOf = (kind, file, more = {}) => ({ kind, file: path.resolve(String(file)), ...more });

  const whole = (file, data, options, write) =>
    watch(
      changeOf('write', file, { fresh: true, half: () => real.writeFileSync(file, halfOf(data), options) }),
      write,
    );

  const byName = {
    rename: (perform, from, to) =>
      watch(changeOf('rename', to, { from: path.resolve(String(from)) }), perform),
    mkdir: (perform, folder) => (isThere(folder) ? perform() : watch(changeOf('mkdir', folder), perform)),
    rm: (perform, file) =>
      isThere(file)
        ? watch(changeOf('remove', file, { half: () => removeHalf(String(file)) }), perform)
        : perform(),
    copyFile: (perform, _, to) =>
      watch(changeOf('write', to, { fresh: true, half: () => real.writeFileSync(to, '') }), perform),
    truncate: (perform, file) => watch(changeOf('truncate', file), perform),
  };
  for (const [name, patched] of Object.entries(byName)) {
    fs.promises[name] = async (...args) => patched(() => real.promises[name](...args), ...args);
    fs[`${name}Sync`] = (...args) => patched(() => real[`${name}Sync`](...args), ...args);
  }

  // It may open and write through `fs` itself: that is the same change.
  let isNested = false;
  fs.writeFileSync = (file, data, options) =>
    whole(file, data, options, () => {
      isNested = true;
      try {
        return real.writeFileSync(file, data, options);
      } finally {
        isNested = false;
      }
    });
  // With `flush` these are two changes: the bytes, and that they reach the disk.
  fs.promises.writeFile = async (file, data, options) => {
    const { flush = false, ...rest } = typeof options === 'object' ? options : { encoding: options };
    await whole(file, data, rest, () => real.promises.writeFile(file, data, rest));
    if (!flush) return;
    const handle = await fs.promises.open(file, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  };

  /** Opens a file, which may be a change by itself: it is made, or what stood in it is gone. */
  const opening = (file, flags, open) => {
    if (isNested || flags === undefined || flags === 'r' || (flags !== 'w' && isThere(file))) return open();
    return watch(changeOf('write', file, { fresh: true }), open);
  };

  fs.promises.open = async (file, flags = 'r', ...mode) => {
    const handle = await opening(file, flags, () => real.promises.open(file, flags, ...mode));
    for (const name of ['write', 'writeFile', 'appendFile']) {
      const write = handle[name].bind(handle);
      handle[name] = (data, ...rest) => {
        const half = () => real.writeSync(handle.fd, halfOf(data));
        return watch(changeOf('write', file, { half }), () => write(data, ...rest));
      };
    }
    for (const name of ['sync', 'datasync']) {
      const sync = handle[name].bind(handle);
      handle[name] = () => watch(changeOf('fsync', file), sync);
    }
    return handle;
  };

  const opened = new Map();
  fs.openSync = (file, flags, ...mode) => {
    const descriptor = opening(file, flags, () => real.openSync(file, flags, ...mode));
    opened.set(descriptor, file);
    return descriptor;
  };
  fs.closeSync = (descriptor) => {
    opened.delete(descriptor);
    return real.closeSync(descriptor);
  };
  fs.writeSync = (descriptor, data, ...rest) => {
    const write = () => real.writeSync(descriptor, data, ...rest);
    if (isNested || !opened.has(descriptor)) return write();
    const half = () => real.writeSync(descriptor, halfOf(data));
    return watch(changeOf('write', opened.get(descriptor), { half }), write);
  };
  fs.fsyncSync = (descriptor) =>
    watch(changeOf('fsync', opened.get(descriptor)), () => real.fsyncSync(descriptor));

  syncBuiltinESMExports();
}
