// How much processor time processes have taken, beside the time on the clock: on a machine with others that says more.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, on every machine that Node runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** With that of children that have ended. */
  readonly seconds: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces: the fields after it are counted.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), seconds: ticks / ticksPerSecond };
  } catch {
    return null;
  }
}

/** Of a process and everything it started; not a number where the system does not tell. */
export function processorSeconds(pid: number): number {
  const own = statOf(pid);
  return own === null ? Number.NaN : own.seconds + ofChildren(pid);
}

/** One that ends while it is looked at is its parent's by the next time. */
function ofChildren(pid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(Number(name))?.parent === pid);
  return children.reduce((sum, child) => sum + (statOf(Number(child))?.seconds ?? 0) + ofChildren(Number(child)), 0);
}
