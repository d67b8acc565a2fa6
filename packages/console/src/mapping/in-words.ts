// QuickBooks' names of sub-types, as people read them.

/** "OtherCurrentAssets" is one word there. */
export function inWords(subType: string): string {
  const spaced = subType.replaceAll('_', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}
