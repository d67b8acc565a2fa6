// How many events of a file are new, there already, or wrong.
import { formatCount } from '../format/money.ts';
import { words } from '../words.ts';

const names = words.import.counts;

export function Tally({ counts }: { readonly counts: Partial<Record<keyof typeof names, number>> }) {
  const shown = (Object.keys(names) as (keyof typeof names)[]).filter((name) => counts[name] !== undefined);
  return (
    <dl className="tally">
      {shown
        .filter((name) => name !== 'faults' || (counts.faults ?? 0) > 0)
        .map((name) => (
          <div key={name}>
            <dt>{names[name]}</dt>
            <dd>{formatCount(counts[name] ?? 0)}</dd>
          </div>
        ))}
    </dl>
  );
}
