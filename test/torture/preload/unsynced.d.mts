interface Change {
  readonly kind: 'write' | 'fsync' | 'rename' | 'mkdir' | 'remove' | 'truncate';
  readonly file: string;
  readonly from?: string;
  /** What stood in the file before is gone. */
  readonly fresh?: boolean;
}

/** Paths are absolute. */
export interface UnsyncedDisk {
  /** Asked before a change; gives what to call once it is made. */
  before(change: Change): () => void;
  /** For the next process. */
  remember(): void;
  /** The power goes off. */
  lose(seed: number): void;
}

export function unsyncedDisk(folder: string): UnsyncedDisk;
