// Opens a monitor: the baseline's evaluation of one dataset, in the modes that are asked for.
import type { Phase } from '@allot/spec';
import { reportCompare } from '../compare/compare-catalog.js';
import type { Evaluation } from '../compare/evaluated-policy.js';
import { loadPolicy } from '../compare/load-policy.js';
import { parsePolicyPlace } from '../compare/policy-place.js';
import { reportMonitor } from './monitor-catalog.js';
import type { MonitorBaseline } from './monitor-document.js';
import { createMonitor, type LogMonitor, type MonitorOptions } from './monitor-log.js';

export interface OpenedMonitor {
  readonly baseline: MonitorBaseline;
  readonly monitor: LogMonitor;
}

export interface MonitorRequest extends MonitorOptions {
  /** As `allot compare` names a policy. */
  readonly baseline: string;
  readonly modes?: readonly string[];
  readonly data?: string;
}

/** Diagnostics: `compare/*` about the baseline, `monitor/several-datasets`. */
export async function openMonitor({
  baseline: words,
  modes,
  data,
  ...options
}: MonitorRequest): Promise<Phase<OpenedMonitor>> {
  const [policy, diagnostics] = await loadPolicy(parsePolicyPlace(words));
  if (policy === undefined) return [undefined, diagnostics];
  const names = [...new Set(policy.evaluations.map(({ benchmark }) => benchmark))];
  const [benchmark] = data === undefined ? names : names.filter((name) => name === data);
  if (benchmark === undefined) {
    const known = { policy: policy.name, data: data ?? 'anything', names: names.join(', ') || 'none' };
    return [undefined, [...diagnostics, reportCompare('compare/no-data', known)]];
  }
  if (data === undefined && names.length > 1) {
    const several = { baseline: policy.name, names: names.join(', ') };
    return [undefined, [...diagnostics, reportMonitor('monitor/several-datasets', several)]];
  }
  const evaluations = policy.evaluations.filter((one) => one.benchmark === benchmark);
  const own = evaluations.map(({ mode }) => mode);
  const missing = (modes ?? []).filter((mode) => !own.includes(mode));
  if (missing.length > 0)
    return [
      undefined,
      missing.map((mode) =>
        reportCompare('compare/no-mode', { policy: policy.name, mode, modes: own.join(', ') }),
      ),
    ];
  const wanted = evaluations.filter(({ mode }) => modes === undefined || modes.includes(mode));
  return [
    {
      baseline: { name: policy.name, place: (wanted[0] as Evaluation).place, benchmark },
      monitor: createMonitor(wanted, options),
    },
    diagnostics,
  ];
}
