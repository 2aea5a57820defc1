// Reads the problems of a dataset in bounded memory: every mistake with its place, what is left out with its count.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  type DatasetDefinition,
  hasErrors,
  type Phase,
  type Problem,
  type RelatedSpan,
  type Span,
} from '@allot/spec';
import { report } from '../catalog.js';
import { checkContent } from './check-row.js';
import { DiagnosticLog } from './diagnostic-log.js';
import { columnsOf, fieldOf } from './field-source.js';
import { FilterCounts, failedCondition } from './filter.js';
import { KeyTable, keyOf } from './key-table.js';
import { type MappedRow, mapRow, type RowContext } from './map-row.js';
import { type RowSource, rowSourceOf } from './row-source.js';
import { unreadable } from './rows/open-bytes.js';
import { openRows } from './rows/open-rows.js';
import { capital, type RawRow, spanned, spanOfLine, UnreadableFile } from './rows/raw-row.js';
import { sampleBound, sampleOrder } from './sample.js';
import { SkippedRows } from './skipped-rows.js';

export interface ReadOptions {
  /** Token ids of a text, undefined where the policy's tokenizer cannot express it; absent: not looked at. */
  readonly encode?: ((text: string) => ArrayLike<number> | undefined) | undefined;
  /** Most problems that are handed out: what follows is not read, and the digest is that of what was. Absent: all. */
  readonly limit?: number;
}

export interface PlacedProblem {
  readonly problem: Problem;
  readonly place: () => Span | undefined;
}

export interface ReadSummary {
  /** Problems that were handed out. */
  readonly rows: number;
  /** sha256 of the file; of the files' digests, in hex, where there are several. */
  readonly digest: string;
  /** Rows left out, by reason; absent where there are none. */
  readonly dropped?: Readonly<Record<string, number>>;
}

type OnProblem = (placed: PlacedProblem) => void | Promise<void>;

/**
 * Hands out the problems of a dataset of files, in their order; memory is that of one row (of Parquet: of one row group)
 * and 16 to 32 bytes for each row's id. Without a value where a diagnostic (`dataset/*`) is an error: what was
 * handed out then is not the whole dataset. Rejects where `onProblem` does.
 */
export async function readProblems(
  definition: DatasetDefinition,
  files: readonly string[],
  options: ReadOptions,
  onProblem: OnProblem,
): Promise<Phase<ReadSummary>> {
  const source = rowSourceOf(definition);
  if (!source) throw new Error('generated datasets are not read');
  const { sample } = source.filter;
  if (!sample) return new ProblemReader(source, files, options).read(onProblem);
  const orders = new GrowingNumbers();
  const note: OnProblem = ({ problem }) => orders.push(sampleOrder(problem.id, sample.seed ?? 1));
  const { limit: _, ...whole } = options;
  const first = await new ProblemReader(source, files, whole).read(note);
  if (!first[0]) return first;
  const bound = sampleBound(orders.values(), sample.rows);
  const reader = new ProblemReader(source, files, options);
  return reader.read(onProblem, ({ id }) => sampleOrder(id, sample.seed ?? 1) <= bound);
}

class ProblemReader {
  readonly #source: RowSource;
  readonly #files: readonly string[];
  readonly #options: ReadOptions;
  readonly #log = new DiagnosticLog();
  readonly #skipped = new SkippedRows();
  readonly #counts = new FilterCounts();
  readonly #ids = new KeyTable();
  /** Ordinal of the first row of each file, so that one number names a row of any of them. */
  readonly #starts: number[] = [];
  #last = 0;
  #read = 0;
  #rows = 0;

  constructor(source: RowSource, files: readonly string[], options: ReadOptions) {
    this.#source = source;
    this.#files = files;
    this.#options = options;
  }

  async read(
    onProblem: OnProblem,
    isDrawn: (problem: Problem) => boolean = () => true,
  ): Promise<Phase<ReadSummary>> {
    const digests: string[] = [];
    for (const file of this.#files) {
      if (this.#isFull()) break;
      const hash = createHash('sha256');
      try {
        await this.#readFile(file, hash, onProblem, isDrawn);
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        return [undefined, [error.diagnostic]];
      }
      digests.push(hash.digest('hex'));
    }
    return this.#conclude(digests);
  }

  async #readFile(file: string, hash: Hash, onProblem: OnProblem, isDrawn: (problem: Problem) => boolean) {
    const { map, source, filter } = this.#source;
    const format = this.#source.format(file);
    if (!format) throw new UnreadableFile(report('dataset/unknown-format', { file }));
    if (format.kind === 'parquet') await hashFile(file, hash);
    const { encode } = this.#options;
    const canEncode = encode && ((text: string) => encode(text) !== undefined);
    const context: RowContext = {
      file,
      source,
      map,
      answerOptional: filter.requireAnswer === true,
      canEncode,
    };
    this.#starts.push(this.#last);
    const start = this.#last;
    for await (const raw of openRows(file, format, this.#columns(), hash)) {
      this.#read++;
      this.#last = start + raw.number;
      const problem = this.#readRow(raw, context, isDrawn);
      if (!problem) continue;
      this.#rows++;
      await onProblem({ problem, place: () => raw.place() });
      if (this.#isFull()) return;
    }
  }

  /** The problem of a row that is one, passes the filter, is drawn, and can be expressed. */
  #readRow(raw: RawRow, context: RowContext, isDrawn: (problem: Problem) => boolean): Problem | undefined {
    if (!raw.value) {
      this.#reject(raw.mistake ? [raw.mistake] : []);
      return undefined;
    }
    const { accepts, prepare } = this.#source;
    if (accepts && !accepts(raw.value)) {
      this.#counts.drop('years');
      return undefined;
    }
    const row = { ...raw, value: prepare ? prepare(raw.value) : raw.value };
    const problem = this.#settle(mapRow(row, context), raw, context.file);
    if (!problem || !this.#passes(problem)) return undefined;
    if (!isDrawn(problem)) {
      this.#counts.drop('sample');
      return undefined;
    }
    const doubts = checkContent(row, problem, context);
    if (hasErrors(doubts)) {
      this.#reject(doubts);
      return undefined;
    }
    for (const doubt of doubts) this.#log.add(doubt);
    return problem;
  }

  #isFull(): boolean {
    return this.#rows >= (this.#options.limit ?? Number.POSITIVE_INFINITY);
  }

  #columns(): readonly string[] {
    const { map, columns } = this.#source;
    return [...new Set([...Object.values(map).flat().map(fieldOf).flatMap(columnsOf), ...columns])];
  }

  /** The problem of a row that is one, and comes for the first time. */
  #settle(mapped: MappedRow, raw: RawRow, file: string): Problem | undefined {
    const { problem, diagnostics, withoutAnswer } = mapped;
    if (withoutAnswer) this.#counts.drop('requireAnswer');
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (!problem || errors.length > 0) {
      this.#reject(errors);
      return undefined;
    }
    const first = this.#ids.add(keyOf(problem.id), this.#last);
    for (const diagnostic of diagnostics) this.#log.add(diagnostic);
    if (first === undefined) return problem;
    const at = this.#nameOf(first, file);
    const { id } = problem;
    const repeats = mapped.named ? 'dataset/duplicate-id' : 'dataset/duplicate-row';
    const details = { ...spanned(raw.place()), ...this.#firstPlace(first, file, raw) };
    const diagnostic = report(repeats, { file, id, row: capital(raw.name), first: at }, details);
    if (mapped.named) this.#reject([diagnostic]);
    else this.#log.add(diagnostic);
    return undefined;
  }

  #passes(problem: Problem): boolean {
    const { encode } = this.#options;
    const countTokens = (text: string): number => (encode?.(text) ?? Array.from(text)).length;
    const reason = failedCondition(problem, this.#source.filter, countTokens);
    if (reason !== undefined) this.#counts.drop(reason);
    return reason === undefined;
  }

  /** What happens to a row that is no problem. */
  #reject(errors: Parameters<SkippedRows['add']>[0]): void {
    if (!this.#source.skipBadRows) for (const error of errors) this.#log.add(error);
    else if (errors.length > 0) {
      this.#skipped.add(errors);
      this.#counts.drop('onBadRow');
    }
  }

  /** Place of the row that came first, where rows of this file are lines. */
  #firstPlace(
    ordinal: number,
    file: string,
    { name, place }: RawRow,
  ): { readonly related?: readonly RelatedSpan[] } {
    const start = this.#starts.at(-1) as number;
    if (ordinal <= start || !name.startsWith('line') || place() === undefined) return {};
    return { related: [{ span: spanOfLine(file, ordinal - start, 0, 1), message: 'first here' }] };
  }

  /** How messages call a row by its ordinal: `line 3`, of another file with its name. */
  #nameOf(ordinal: number, current: string): string {
    const at = this.#starts.findLastIndex((start) => start < ordinal);
    const file = this.#files[at] as string;
    const unit =
      this.#source.format(file)?.kind === 'jsonl' || this.#source.format(file)?.kind === 'csv'
        ? 'line'
        : 'row';
    const name = `${unit} ${ordinal - (this.#starts[at] as number)}`;
    return file === current ? name : `${name} of ${file}`;
  }

  #conclude(digests: readonly string[]): Phase<ReadSummary> {
    const name = this.#files.length === 1 ? (this.#files[0] as string) : this.#source.source;
    const summary = [
      ...this.#skipped.diagnostics(name, this.#read),
      ...this.#counts.diagnostics(name, this.#read),
    ];
    const diagnostics = [...this.#log.list(name), ...summary];
    if (this.#log.hasErrors) return [undefined, diagnostics];
    if (this.#rows === 0) {
      const code = this.#read === 0 ? 'dataset/empty' : 'dataset/nothing-left';
      return [undefined, [...diagnostics, report(code, { file: name })]];
    }
    const dropped = this.#counts.dropped();
    const digest =
      digests.length === 1
        ? (digests[0] as string)
        : createHash('sha256').update(digests.join('\n')).digest('hex');
    return [{ rows: this.#rows, digest, ...(dropped ? { dropped } : {}) }, diagnostics];
  }
}

/** Parquet is not read from its beginning to its end, so that its bytes are hashed apart. */
async function hashFile(file: string, hash: Hash): Promise<void> {
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Numbers in 8 bytes each. */
class GrowingNumbers {
  #numbers = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = value;
  }

  values(): Float64Array {
    return this.#numbers.subarray(0, this.#length);
  }
}
