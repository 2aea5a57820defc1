// The cases of the torture: which processes of a run are ended, where and how. A case follows from the seed and its name.
import { sha256 } from '@allot/spec';
import { randomOf } from './preload/random.mjs';

/** How one process ends before its time. */
export type Death =
  | {
      /** At a change of the file system under the run folder, counted from 1 in this process. */
      readonly at: number;
      readonly side: Side;
      readonly how: How;
    }
  | {
      /** By SIGKILL after a share of the time that the undisturbed run takes. */
      readonly afterShare: number;
    };

type How = 'SIGKILL' | 'SIGTERM' | 'SIGINT' | 'power-off';
export type Side = (typeof sides)[number];
const sides = ['before', 'inside', 'after'] as const;

export const kinds = {
  change: 'SIGKILL before, inside or after a change of the file system',
  instant: 'SIGKILL at a random instant',
  again: 'SIGKILL again and again, the resumed processes too',
  signal: 'SIGTERM and SIGINT',
  moved: 'SIGKILL, then the run folder is moved',
  power: 'power cut: what had not reached the disk is lost',
} as const;
export type Kind = keyof typeof kinds;

export interface Case {
  /** RUN/KIND/NUMBER. */
  readonly id: string;
  readonly run: string;
  readonly kind: Kind;
  readonly seed: number;
  readonly deaths: readonly Death[];
}

/** Cases of each kind; never more than the run makes changes. */
export type Size = Readonly<Record<Kind, number>>;

/** Runs that are tortured, by their definitions in `definitions/`, with the cases of the full torture and of the small one. */
export const runs: Readonly<Record<string, { readonly full: Size; readonly small: Size }>> = {
  refilled: {
    full: { change: 48, instant: 6, again: 8, signal: 6, moved: 4, power: 12 },
    small: { change: 3, instant: 1, again: 1, signal: 1, moved: 1, power: 1 },
  },
  // Its programs make it slow, so it has fewer.
  judged: {
    full: { change: 16, instant: 3, again: 6, signal: 3, moved: 2, power: 6 },
    small: { change: 0, instant: 0, again: 1, signal: 0, moved: 0, power: 0 },
  },
};

/** The cases of a run that makes `changes` changes when nobody disturbs it. */
export function casesOf(run: string, changes: number, size: Size, seed: number): readonly Case[] {
  return (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const cases = Math.min(size[kind], changes);
    return Array.from({ length: cases }, (_, index): Case => {
      const id = `${run}/${kind}/${index + 1}`;
      const seedOfCase = Number.parseInt(sha256(`${seed} ${id}`).slice(0, 8), 16);
      const draw = drawingFrom(randomOf(seedOfCase));
      const deaths = deathsOf(kind, { index, cases, changes, draw });
      return { id, run, kind, seed: seedOfCase, deaths };
    });
  });
}

interface Draw {
  whole(most: number): number;
  share(): number;
  /** A process that a signal asks to end goes on, so the change is made whole. */
  side(how: How): Side;
}

const drawingFrom = (random: () => number): Draw => ({
  whole: (most) => 1 + Math.floor(random() * most),
  share: random,
  side: (how) => {
    const possible = how === 'SIGTERM' || how === 'SIGINT' ? (['before', 'after'] as const) : sides;
    return possible[Math.floor(random() * possible.length)] as Side;
  },
});

interface Place {
  readonly index: number;
  readonly cases: number;
  readonly changes: number;
  readonly draw: Draw;
}

function deathsOf(kind: Kind, { index, cases, changes, draw }: Place): readonly Death[] {
  const at = (change: number, how: How): Death => ({ at: change, side: draw.side(how), how });
  const anywhere = (how: How): Death => at(draw.whole(changes), how);
  /** Soon after a process has begun to change files: resumed ones change fewer. */
  const early = (how: How): Death => at(draw.whole(Math.ceil(changes / 4)), how);
  /** In this case's part of the run: with as many cases as changes each is met. */
  const spread = (): number => 1 + Math.floor(((index + draw.share()) * changes) / cases);
  switch (kind) {
    case 'change':
      return [{ at: spread(), side: sides[index % 3] as Side, how: 'SIGKILL' }];
    case 'instant':
      return [{ afterShare: draw.share() }, { afterShare: draw.share() / 2 }];
    case 'again':
      return [anywhere('SIGKILL'), ...Array.from({ length: 4 }, () => early('SIGKILL'))];
    case 'signal': {
      const [first, second] =
        index % 2 === 0 ? (['SIGTERM', 'SIGINT'] as const) : (['SIGINT', 'SIGTERM'] as const);
      return [anywhere(first), early(second)];
    }
    case 'moved':
      return [anywhere('SIGKILL'), early('SIGKILL')];
    case 'power':
      return [at(spread(), 'power-off'), early('power-off')];
  }
}
