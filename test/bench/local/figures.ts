import type { Figure, Target } from '../frame/figure.ts';

/** The figures of the local cloud of one state. */
export interface LocalFigures {
  readonly firstStartS: number;
  readonly warmStartS: number;
  /** Memory of the process that runs the functions, without DynamoDB Local. */
  readonly afterDemoMb: number;
  readonly idleMb: number;
  /** Processor time of all its processes without requests, in percent of one core. */
  readonly idlePercent: number;
  /** The size of what `npm ci` installs. */
  readonly packagesMb: number;
}

const ROWS: readonly (readonly [quantity: keyof LocalFigures, name: string, atMost?: number])[] = [
  ['firstStartS', 'first start, s'],
  ['warmStartS', 'start on the data of an earlier one, s', 2.5],
  ['afterDemoMb', 'memory after the demo, MB, without DynamoDB Local', 700],
  ['idleMb', 'memory a minute later, MB, without DynamoDB Local', 560],
  ['idlePercent', 'processor time when idle, % of a core', 3],
  ['packagesMb', 'packages that npm ci installs, MB', 600],
];

/** Returns the figures of each state. The first one has the targets. */
export function localFigures(measured: readonly (readonly [state: string, of: LocalFigures])[]): Figure[] {
  const at = measured.map(([state]) => state);
  return ROWS.map(([quantity, name, atMost]) => {
    const target: { target?: Target } =
      atMost !== undefined && at[0] !== undefined ? { target: { atMost, at: at[0] } } : {};
    return { name, at, values: measured.map(([, of]) => of[quantity]), ...target };
  });
}
