// `allow` names findings that can be allowed, each with a reason.

import { allowableCodes } from '../diagnostics/allowable.js';
import { adviseName } from '../diagnostics/suggest.js';
import { defineRule, settings } from './rule.js';

export const allowedFindings = defineRule({
  kind: 'reinforcement',
  reads: ['allow'],
  catalog: {
    'allow/unknown-code': {
      severity: 'error',
      message: '`{code}` is no finding that can be allowed',
      help: '{advice}',
      why: 'What the compiler finds out about shapes and shared problems may be meant, and is then allowed by its code with a reason. Mistakes, such as an unknown key, cannot be allowed.',
      example: settings("allow: { shape/colapse-risk: 'we measure it' }\n"),
    },
    'allow/no-reason': {
      severity: 'error',
      message: '`{code}` is allowed without a reason',
      help: 'Write why it is meant, for whoever reads the run later.',
      why: 'The reason is recorded in the plan beside the finding.',
      example: settings("allow: { shape/collapse-risk: '' }\n"),
    },
  },
  accepts: {
    'allow/unknown-code': "allow: { shape/collapse-risk: 'we measure it' }\n",
    'allow/no-reason': "allow: { shape/collapse-risk: 'we measure it' }\n",
  },
  check({ allow }, { report }) {
    for (const [code, reason] of Object.entries(allow)) {
      if (!allowableCodes.has(code))
        report(['allow', code], 'allow/unknown-code', { code, advice: adviseName(code, allowableCodes) });
      else if (reason.trim() === '') report(['allow', code], 'allow/no-reason', { code });
    }
  },
});
