// A condition on any number of values, in one text: a text for each number would be prepared and kept for each.

interface OneOf {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** SQLite takes 32,766 values; here the list is one of them. */
export function oneOf(column: string, values: readonly (string | number)[]): OneOf {
  return { text: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] };
}
