// The few styles the command line uses, or none.
import { Ansis } from 'ansis';

/** Style functions; without color they return their text as it is. */
export const styles = (color: boolean): Ansis => new Ansis(color ? 1 : 0);
