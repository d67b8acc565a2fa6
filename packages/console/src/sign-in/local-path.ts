// Where to go after the sign-in.
/** Only a path of this site: an address elsewhere in `next` would lead people away right after they signed in. */
export function localPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
