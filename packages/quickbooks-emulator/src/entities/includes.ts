// The words of the query parameter `include`.

const words = [
  'allowautodocnum',
  'allowduplicatedocnum',
  'donotupdateaccountontxns',
  'enhancedallcustomfields',
  'firsttxndate',
  'invoicelink',
  'void',
] as const;

export type Include = (typeof words)[number];
export type Includes = ReadonlySet<Include>;

export const includesNothing: Includes = new Set();

/** In any case, several with commas between them, and the parameter several times; a word that is none asks for nothing. */
export function includesIn(query: URLSearchParams): Includes {
  const given = query.getAll('include').flatMap((text) => text.toLowerCase().split(','));
  if (given.length === 0) return includesNothing;
  return new Set(words.filter((word) => given.some((one) => one.trim() === word)));
}
