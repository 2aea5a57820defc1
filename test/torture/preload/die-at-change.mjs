// Preloaded into the real command (`node --import`): counts the changes of the file system under a run folder, and ends the process at
// one of them. ALLOT_TORTURE is JSON:
//   run    the run folder
//   at     the change at which it ends, from 1; 0: never
//   side   before it, inside it (half of a write, some files of a folder), or after it
//   how    a signal; or `power-off`: what has not reached the disk is lost, then SIGKILL
//   disk   folder that remembers what has not; absent: nobody asks
//   log    file that gets one line a change, at the end of a process that was not killed
//   seed   of what is lost
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { real } from './real-files.mjs';
import { unsyncedDisk } from './unsynced.mjs';
import { watchChanges } from './watch-changes.mjs';

const task = JSON.parse(process.env.ALLOT_TORTURE ?? 'null');
const changes = [];
const disk = task?.disk && unsyncedDisk(task.disk);

/** Path of a file in the run folder; undefined elsewhere. */
function placeOf(file) {
  const place = path.relative(task.run, file);
  return place.startsWith('..') || path.isAbsolute(place) ? undefined : place;
}

function end() {
  if (task.how === 'power-off') disk.lose(task.seed);
  else disk?.remember();
  process.kill(process.pid, task.how === 'power-off' ? 'SIGKILL' : task.how);
}

function watch(change, perform) {
  const place = placeOf(change.file);
  if (place === undefined) return perform();
  changes.push(`${change.kind} ${place}`);
  const side = changes.length === task.at ? task.side : undefined;
  if (side === 'before') end();
  const made = disk?.before(change);
  if (side === 'inside' && change.half) {
    change.half();
    made?.();
    end();
  }
  const after = (result) => {
    made?.();
    if (side === 'after' || (side === 'inside' && !change.half)) end();
    return result;
  };
  const result = perform();
  return result instanceof Promise ? result.then(after) : after(result);
}

if (isMainThread && task) {
  watchChanges(watch);
  process.on('exit', () => {
    disk?.remember();
    if (task.log) real.writeFileSync(task.log, changes.map((line) => `${line}\n`).join(''));
  });
}
