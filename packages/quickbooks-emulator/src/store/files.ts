// The bytes of attachments, as base64 beside the objects that describe them.
import type { Store } from './database.ts';

export interface Files {
  get(realmId: string, id: number): Buffer | null;
  put(realmId: string, id: number, bytes: Buffer): void;
  remove(realmId: string, id: number): void;
}

export function openFiles(store: Store): Files {
  return {
    get: (realmId, id) => {
      const row = store.get<{ content: string }>(
        'SELECT content FROM files WHERE realm_id = ? AND id = ?',
        realmId,
        id,
      );
      return row ? Buffer.from(row.content, 'base64') : null;
    },
    put: (realmId, id, bytes) =>
      store.run(
        'INSERT OR REPLACE INTO files (realm_id, id, content) VALUES (?, ?, ?)',
        realmId,
        id,
        bytes.toString('base64'),
      ),
    remove: (realmId, id) => store.run('DELETE FROM files WHERE realm_id = ? AND id = ?', realmId, id),
  };
}
