import { definePipeline } from 'allot';

function stepsOf(epochs: number): number {
  if (epochs > 1) throw new RangeError(`no data for ${epochs} epochs`);
  return 100;
}

export default definePipeline({ name: 'throws', steps: stepsOf(3) } as never);
