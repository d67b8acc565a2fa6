// Lists as PostgreSQL reads them: nearly every statement of a backlog sends columns of hundreds of texts.

/** Of texts, numbers, truth values and bytes, with nulls among them; null where something else is among them. */
export function arrayText(values: readonly unknown[]): string | null {
  let text = '';
  for (const value of values) {
    const element = elementText(value);
    if (element === null) return null;
    text += text === '' ? element : `,${element}`;
  }
  return `{${text}}`;
}

function elementText(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'NULL';
    default:
      if (value === null) return 'NULL';
      return Buffer.isBuffer(value) ? `"\\\\x${value.toString('hex')}"` : null;
  }
}

/** Looked through first: in most there is nothing to escape. */
function quoted(text: string): string {
  const slashed = text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
  return slashed.includes('"') ? `"${slashed.replaceAll('"', '\\"')}"` : `"${slashed}"`;
}
