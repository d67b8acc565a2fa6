// Bad days that people ask for most, each as the rules it is made of.
import type { FaultRule } from '../faults/fault-rules.ts';

export interface Preset {
  readonly name: string;
  readonly rules: readonly FaultRule[];
}

const minuteMs = 60_000;

export const presets: readonly Preset[] = [
  { name: '429 storm for a minute', rules: [{ call: '*', fault: 'throttle', forMs: minuteMs }] },
  { name: 'One answer in ten is lost', rules: [{ call: '*', fault: 'drop-after-write', probability: 0.1, seed: 7 }] },
  { name: 'The next write is ambiguous', rules: [{ call: 'journalentry', fault: 'ambiguous-6000', times: 1 }] },
  {
    name: 'Down for five minutes (503)',
    rules: [{ call: '*', fault: 'error-before-write', status: 503, forMs: 5 * minuteMs }],
  },
  { name: 'Slow: two seconds a call', rules: [{ call: '*', fault: 'latency', latencyMs: 2000 }] },
  { name: 'The next refresh is lost', rules: [{ call: 'token', fault: 'drop-after-write', times: 1 }] },
  { name: 'Webhooks come twice', rules: [{ call: 'webhook', fault: 'duplicate' }] },
];
