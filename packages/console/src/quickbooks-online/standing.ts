// Whether things are good, and else the one thing to know first: what is held, that nothing is sent, or what is to be decided.
import type { Sync } from '../api/wire.ts';
import { words } from '../words.ts';

const page = words.quickbooks;

interface Standing {
  readonly tone: 'good' | 'warn' | 'fault';
  readonly text: string;
  readonly hint: string;
}

/** `drifted`: entries that were changed in QuickBooks, and nobody has decided about. */
export function standingOf({ state, counts }: Pick<Sync, 'state' | 'counts'>, drifted: number): Standing {
  const held = counts['action-required'] + counts.failed;
  if (held > 0) return { tone: 'fault', text: page.held(held), hint: page.heldHint };
  if (state !== 'running') return { tone: 'warn', text: page.notSent[state], hint: page.notSentHint };
  if (drifted > 0) return { tone: 'warn', text: page.drifted(drifted), hint: page.driftedHint };
  return { tone: 'good', text: page.good, hint: page.goodHint };
}
