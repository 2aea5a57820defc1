// Where problems come from: generated ones, files, the Hugging Face hub, and benchmarks by name.

export type DatasetDefinition =
  | ArithmeticDataset
  | JsonlDataset
  | JsonDataset
  | CsvDataset
  | ParquetDataset
  | HubDataset
  | NamedDataset;

/** Generated left-to-right arithmetic modulo 10 of graded difficulty; train and test are disjoint by hash. */
export interface ArithmeticDataset {
  readonly kind: 'arithmetic';
  readonly split: 'train' | 'test';
  /** Fewest and most operations in a problem; the difficulty of a problem is its number of operations. @default [1, 8] */
  readonly operations?: readonly [number, number];
  /** Number of distinct problems. @default 4096 @asType integer @minimum 1 @maximum 1000000 */
  readonly problems?: number;
  /** Seed of the generator; independent of the run's seed, so that every run sees the same dataset. @default 1 @asType integer @minimum 0 @maximum 9007199254740991 */
  readonly seed?: number;
}

/** What datasets read from rows have in common. */
interface RowDataset {
  /** Which problems are left out. Absent: none. */
  readonly filter?: DatasetFilter;
  /** What becomes of a row that is no problem: `fail` refuses the dataset, `skip` leaves the row out and counts it. Absent: `fail`. */
  readonly onBadRow?: 'fail' | 'skip';
}

interface FileDataset extends RowDataset {
  /** Path of the file, relative to the definition; `.gz` is decompressed. */
  readonly path: string;
  /** Which field of a row holds what. @default {} */
  readonly map?: DatasetFields;
}

/** A JSON Lines file with one problem a line: `{"id"?, "problem", "answer", "difficulty"?}`. */
export interface JsonlDataset extends FileDataset {
  readonly kind: 'jsonl';
}

/** A JSON file: a list of objects, or an object one of whose members is such a list. */
export interface JsonDataset extends FileDataset {
  readonly kind: 'json';
  /** Member that holds the rows, where the file is an object. Absent: the file is a list. */
  readonly member?: string;
}

/** A CSV file (RFC 4180) whose first line names the fields. */
export interface CsvDataset extends FileDataset {
  readonly kind: 'csv';
  /** Character between fields. Absent: a comma. */
  readonly delimiter?: string;
}

/** An Apache Parquet file. */
export interface ParquetDataset extends RowDataset {
  readonly kind: 'parquet';
  /** Path of the file, relative to the definition. */
  readonly path: string;
  /** Which column holds what. @default {} */
  readonly map?: DatasetFields;
}

/** Files of a dataset repository of the Hugging Face hub; JSON Lines, JSON, CSV or Parquet by their names. */
export interface HubDataset extends RowDataset {
  readonly kind: 'hub';
  /** Name of the repository, for instance `openai/gsm8k`. */
  readonly repo: string;
  /** Commit, tag or branch. Absent: `main`, which may change from one download to the next. */
  readonly revision?: string;
  /** File in the repository; `*` stands for any part of a name. Absent: the files of `config` and `split`. */
  readonly file?: string;
  /** Folder of the split's files. Absent: the root of the repository or its folder `data`. */
  readonly config?: string;
  /** Split that the files' names begin with. Absent: `train`, unless `file` says which. */
  readonly split?: string;
  /** Which field of a row holds what. @default {} */
  readonly map?: DatasetFields;
}

/** A benchmark or training set that Allot knows: its files, its fields, its licence. `allot data` lists them. */
export interface NamedDataset extends RowDataset {
  readonly kind: 'named';
  readonly name: DatasetName;
  /** Absent: the split that the dataset is used by, for instance `test` of a benchmark. */
  readonly split?: 'train' | 'test';
  /** Commit, tag or branch of the hub's repository. Absent: the one that Allot knows. */
  readonly revision?: string;
  /** Path of a local copy (.jsonl, .json, .csv or .parquet), relative to the definition, instead of the hub's files. */
  readonly path?: string;
  /** First and last year, of `aime`. Absent: all. */
  readonly years?: readonly [number, number];
  /** Seed of the order of options, of `gpqa-diamond`. Absent: 1. @asType integer @minimum 0 @maximum 9007199254740991 */
  readonly optionSeed?: number;
}

/** Splits of each named dataset. */
export interface DatasetSplits {
  readonly gsm8k: 'train' | 'test';
  readonly math: 'train' | 'test';
  readonly 'math-500': 'test';
  readonly aime: 'test';
  readonly amc: 'test';
  readonly olympiadbench: 'test';
  readonly minerva: 'test';
  readonly 'gpqa-diamond': 'test';
  readonly deepscaler: 'train';
}

export type DatasetName = keyof DatasetSplits;

/** Where a row keeps what. A field may be nested: `meta.level` is the member `level` of `meta`. */
export interface DatasetFields {
  /** @default "id" */
  readonly id?: string;
  /** @default "problem" */
  readonly problem?: string;
  /** Text, a number, or a list of texts that are all acceptable, the first being the gold answer. @default "answer" */
  readonly answer?: string | AnswerField;
  /** List of further acceptable answers. Absent: none. */
  readonly answers?: string;
  /** @default "difficulty" */
  readonly difficulty?: string | DifficultyField;
  /** What the problem is from. Absent: the file or the repository. */
  readonly source?: string;
}

/** An answer that stands inside a longer text. */
export interface AnswerField {
  readonly field: string;
  /** The inside of the last `\boxed{}`, or what follows the last `####`. Absent: the whole text. */
  readonly extract?: AnswerExtraction;
}

export type AnswerExtraction = 'last-boxed' | 'after-hashes';

/** A difficulty that is written in words. */
export interface DifficultyField {
  readonly field: string;
  /** Text around the number, for instance `Level {number}`. Absent: the text is the number. */
  readonly from?: string;
  /** Difficulty of each text, for instance `{ easy: 1, hard: 3 }`. Absent: the text is no such word. */
  readonly values?: Readonly<Record<string, number>>;
}

/** Conditions that a problem must meet; what each leaves out is counted in the plan. */
export interface DatasetFilter {
  /** Most tokens of the problem's text. Absent: any number. @asType integer @minimum 1 */
  readonly maxPromptTokens?: number;
  /** Least difficulty; problems without one are left out. Absent: any. */
  readonly minDifficulty?: number;
  /** Greatest difficulty; problems without one are left out. Absent: any. */
  readonly maxDifficulty?: number;
  /** Leaves rows without an answer out, instead of treating them as bad. Absent: they are bad. */
  readonly requireAnswer?: boolean;
  /** As many of the problems that are left, drawn by their ids. Absent: all. */
  readonly sample?: SampleDefinition;
}

export interface SampleDefinition {
  /** @asType integer @minimum 1 */
  readonly rows: number;
  /** @default 1 @asType integer @minimum 0 @maximum 9007199254740991 */
  readonly seed?: number;
}
