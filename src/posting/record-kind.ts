// What happened to a posting: the kinds of entries in its timeline.

export type PostingRecordKind =
  | 'built'
  | 'held'
  | 'released'
  | 'intent-saved'
  | 'accepted'
  | 'refused'
  | 'unknown'
  | 'not-sent'
  | 'looked-up'
  | 'number-taken'
  | 'handled-outside'
  | 'nothing-to-post'
  | 'moved'
  | 'decided'
  | 'drifted'
  | 'theirs-accepted'
  | 'put-back-asked'
  | 'reposted'
  | 'repost-left'
  | 'recognised';
