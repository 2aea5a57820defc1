// A definition that passed the schema, with every default filled in; paths and templates not yet settled.
import type {
  ArithmeticDataset,
  CellDefinition,
  CreditStage,
  CsvDataset,
  CutDefinition,
  DatasetFields,
  HubDataset,
  JsonDataset,
  JsonlDataset,
  ModuleGrading,
  NamedDataset,
  ParquetDataset,
  PolicyDefinition,
  ResolvedEngine,
  ResolvedGrading,
  ResolvedReinforcement,
  ResolvedSupervised,
  ShapeDefinition,
} from '@allot/spec';

interface Unsettled {
  readonly policy: PolicyDefinition;
  readonly datasets: Readonly<Record<string, FilledDataset>>;
  readonly engine: ResolvedEngine;
  /** A module without the sha256 of its file. */
  readonly grading?: Exclude<ResolvedGrading, { readonly kind: 'module' }> | Required<ModuleGrading>;
}

export type FilledDataset = Required<ArithmeticDataset> | FilledRows | NamedDataset;

/** Rows with a map; what a row dataset leaves out stays absent. */
type FilledRows = WithMap<JsonlDataset | JsonDataset | CsvDataset | ParquetDataset | HubDataset>;

type WithMap<Dataset> = Dataset extends { readonly map?: DatasetFields }
  ? Omit<Dataset, 'map'> & { readonly map: FilledFields }
  : never;

type FilledFields = Required<Omit<DatasetFields, 'answers' | 'source'>> &
  Pick<DatasetFields, 'answers' | 'source'>;

export type FilledReinforcement = Omit<
  ResolvedReinforcement,
  'policy' | 'datasets' | 'grading' | 'reward' | 'advantage' | 'credit' | 'cut' | 'state'
> &
  Unsettled & {
    readonly reward: ShapeDefinition;
    readonly advantage: ShapeDefinition;
    readonly credit?: readonly CreditStage[];
    readonly cut?: Required<CutDefinition>;
    readonly state: Readonly<Record<string, FilledCell>>;
  };

export type FilledCell = Omit<Required<CellDefinition>, 'least' | 'most'> &
  Pick<CellDefinition, 'least' | 'most'>;

export type FilledSupervised = Omit<ResolvedSupervised, 'policy' | 'datasets' | 'grading'> & Unsettled;

export type FilledDefinition = FilledReinforcement | FilledSupervised;

/** What a rule for both kinds may read. */
export type FilledCommon = Pick<FilledReinforcement, keyof FilledReinforcement & keyof FilledSupervised> & {
  readonly training: FilledReinforcement['training'] | FilledSupervised['training'];
  readonly kind: FilledDefinition['kind'];
  readonly pilot?: FilledReinforcement['pilot'];
};
