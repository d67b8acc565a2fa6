// What the address bar holds: plain text values, so that a filter can be read, typed and sent to somebody.

export type SearchValues = Record<string, string | undefined>;

export function parseSearch(text: string): SearchValues {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(values: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' && value !== '') parameters.set(name, value);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** Keeps the named values and drops the rest. */
export function keepSearch<const Names extends readonly string[]>(names: Names) {
  return (values: Record<string, unknown>): { [Name in Names[number]]?: string } => {
    const kept: { [Name in Names[number]]?: string } = {};
    for (const name of names as readonly Names[number][]) {
      const value = values[name];
      if (typeof value === 'string' && value !== '') kept[name] = value;
    }
    return kept;
  };
}
