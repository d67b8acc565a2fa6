// What a role means, said on the page: a viewer's line, and the reasons that buttons and fields are described by.
import './roles.css';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries.ts';
import type { GuardedRoute } from '../api/wire.ts';
import { words } from '../words.ts';
import { reasonsFor, useWhyNot } from './why-not.ts';

/** Once, around every page. */
export function RoleNotes() {
  const user = useQuery(sessionQuery).data?.user;
  if (user === undefined || user === null) return null;
  return (
    <>
      {user.role === 'viewer' ? <p className="role-note">{words.users.viewerBar}</p> : null}
      {reasonsFor(user).map(({ id, sentence }) => (
        <span key={id} id={id} hidden>
          {sentence}
        </span>
      ))}
    </>
  );
}

/** Over fields that somebody may not change. */
export function KeptNote({ needs, note }: { readonly needs: GuardedRoute; readonly note: string }) {
  return useWhyNot(needs) === null ? null : <p className="role-note">{note}</p>;
}
