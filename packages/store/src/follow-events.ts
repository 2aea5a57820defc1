// Follows events.jsonl while another process writes it, cuts it back and writes on: what is new is read, what is known is kept.
import { type FileHandle, open } from 'node:fs/promises';
import type { Phase, RunEvent } from '@allot/spec';
import { parseEvents } from './event-log.js';
import { fileDiagnostic } from './file-errors.js';

export interface FollowedEvents {
  /** All events that stand in the log now. */
  readonly events: readonly RunEvent[];
  /** Another one after every change of them. */
  readonly version: number;
}

export interface EventFollower {
  /** Reads what has come since the last call. A log that is not there has no events. Diagnostics: those of files. */
  read(): Promise<Phase<FollowedEvents>>;
}

const newline = 0x0a;

/** Follows one log by its offset. */
export function followEvents(file: string): EventFollower {
  let events: RunEvent[] = [];
  let version = 0;
  /** One past the last newline that was read. */
  let offset = 0;
  /** The bytes of the last line before it: a log that was cut back and grew again has others there. */
  let lastLine = Buffer.alloc(0);

  const forget = (): void => {
    if (offset > 0) version++;
    events = [];
    offset = 0;
    lastLine = Buffer.alloc(0);
  };
  const readOn = async (handle: FileHandle): Promise<void> => {
    const from = offset - lastLine.length;
    const bytes = await readFrom(handle, from);
    if (!bytes.subarray(0, lastLine.length).equals(lastLine)) {
      forget();
      return readOn(handle);
    }
    const end = bytes.lastIndexOf(newline) + 1;
    if (end <= lastLine.length) return;
    const added = parseEvents(file, bytes.subarray(lastLine.length, end));
    events = [...events, ...added.events.map(({ event }) => event)];
    version++;
    offset = from + end;
    lastLine = Buffer.from(bytes.subarray(bytes.lastIndexOf(newline, end - 2) + 1, end));
  };

  return {
    read: async () => {
      let handle: FileHandle | undefined;
      try {
        handle = await open(file, 'r');
        await readOn(handle);
        return [{ events, version }, []];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          forget();
          return [{ events, version }, []];
        }
        const diagnostic = fileDiagnostic(error, 'read');
        if (!diagnostic) throw error;
        return [undefined, [diagnostic]];
      } finally {
        await handle?.close();
      }
    },
  };
}

/** All bytes from a place on; none where the file is shorter. */
async function readFrom(handle: FileHandle, from: number): Promise<Buffer> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(Math.max(0, size - from));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}
