// The states of a posting (one journal entry on its way to QuickBooks) and the legal transitions between them.

export const postingStates = [
  'pending', // to be built from its events and the mapping in force
  'waiting', // hangs on one or more causes; costs no calls
  'ready', // built, balanced, stored
  'intent-saved', // request id, document number and body are durable; it may have been sent
  'unknown', // sent, outcome not known
  'accepted', // QuickBooks holds it
  'refused', // QuickBooks said no for a reason that no setting of ours lifts
  'number-taken', // the document number belongs to an entry that is not ours or not equal
  'handled-outside', // taken out by a person
  'nothing-to-post', // no non-zero line: counts as synced
] as const;

export type PostingState = (typeof postingStates)[number];
