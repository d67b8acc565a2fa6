// What was left out of a request is absent, not undefined: the books tell the two apart.

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

export function definedOnly<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
