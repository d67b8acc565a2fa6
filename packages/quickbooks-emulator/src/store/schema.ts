// The tables of the one SQLite file: companies, their objects, the ledger, replies kept for replay, webhooks, and OAuth.
import { everything } from './text-index.ts';

export const schema = `
CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS companies (
  realm_id TEXT PRIMARY KEY, name TEXT NOT NULL, template TEXT NOT NULL, settings TEXT NOT NULL,
  fault_rules TEXT NOT NULL DEFAULT '[]', next_transaction_id INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (
  realm_id TEXT NOT NULL, type TEXT NOT NULL, id INTEGER NOT NULL, active INTEGER NOT NULL DEFAULT 1, name TEXT,
  doc_number TEXT, txn_date TEXT, updated_at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (realm_id, type, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_by_day ON objects (realm_id, type, txn_date);
CREATE INDEX IF NOT EXISTS objects_by_number_in_any_case ON objects (realm_id, type, doc_number COLLATE NOCASE) WHERE doc_number IS NOT NULL;
CREATE INDEX IF NOT EXISTS objects_in_order ON objects (realm_id, type, id, txn_date, updated_at);
CREATE INDEX IF NOT EXISTS objects_by_change ON objects (realm_id, type, updated_at);
DROP INDEX IF EXISTS objects_by_date;
DROP INDEX IF EXISTS objects_by_number;
CREATE TABLE IF NOT EXISTS object_blocks (
  realm_id TEXT NOT NULL, type TEXT NOT NULL, block INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (realm_id, type, block)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS text_ranges (
  realm_id TEXT NOT NULL, type TEXT NOT NULL, number INTEGER NOT NULL UNIQUE, PRIMARY KEY (realm_id, type)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deletions (
  realm_id TEXT NOT NULL, type TEXT NOT NULL, id INTEGER NOT NULL, deleted_at INTEGER NOT NULL, PRIMARY KEY (realm_id, type, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS matches (
  realm_id TEXT NOT NULL, transaction_id INTEGER NOT NULL, PRIMARY KEY (realm_id, transaction_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ledger_lines (
  realm_id TEXT NOT NULL, transaction_id INTEGER NOT NULL, line INTEGER NOT NULL, account_id INTEGER NOT NULL,
  txn_date TEXT NOT NULL, amount_minor INTEGER NOT NULL, party_type TEXT, party_id INTEGER,
  owed INTEGER NOT NULL DEFAULT 0, class_id INTEGER, department_id INTEGER, PRIMARY KEY (realm_id, transaction_id, line)
) WITHOUT ROWID;
DROP INDEX IF EXISTS ledger_lines_by_account;
CREATE INDEX IF NOT EXISTS ledger_lines_summed ON ledger_lines (realm_id, account_id, txn_date, amount_minor);
CREATE TABLE IF NOT EXISTS foreign_lines (
  realm_id TEXT NOT NULL, transaction_id INTEGER NOT NULL, line INTEGER NOT NULL, account_id INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL, PRIMARY KEY (realm_id, transaction_id, line)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS foreign_lines_by_account ON foreign_lines (realm_id, account_id, amount_minor);
CREATE TABLE IF NOT EXISTS stock_moves (
  realm_id TEXT NOT NULL, transaction_id INTEGER NOT NULL, line INTEGER NOT NULL, item_id INTEGER NOT NULL, txn_date TEXT NOT NULL,
  quantity INTEGER NOT NULL, cost_minor INTEGER, value_minor INTEGER, PRIMARY KEY (realm_id, transaction_id, line)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS stock_moves_by_item ON stock_moves (realm_id, item_id, txn_date, transaction_id, line);
CREATE TABLE IF NOT EXISTS links (
  realm_id TEXT NOT NULL, source_id INTEGER NOT NULL, position INTEGER NOT NULL, source_type TEXT NOT NULL,
  target_id INTEGER NOT NULL, target_type TEXT NOT NULL, amount_minor INTEGER NOT NULL,
  PRIMARY KEY (realm_id, source_id, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_by_target ON links (realm_id, target_id);
CREATE TABLE IF NOT EXISTS files (
  realm_id TEXT NOT NULL, id INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (realm_id, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS balances (
  realm_id TEXT NOT NULL, account_id INTEGER NOT NULL, amount_minor INTEGER NOT NULL, PRIMARY KEY (realm_id, account_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replies (
  realm_id TEXT NOT NULL, request_id TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  answered_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (realm_id, request_id)
);
CREATE TABLE IF NOT EXISTS webhook_subscriptions (
  realm_id TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (realm_id, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS webhook_events (
  id INTEGER PRIMARY KEY, realm_id TEXT NOT NULL, subscription_id INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS webhook_deliveries (
  id INTEGER PRIMARY KEY, realm_id TEXT NOT NULL, url TEXT NOT NULL, verifier_token TEXT NOT NULL, body TEXT NOT NULL,
  created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', attempts TEXT NOT NULL DEFAULT '[]'
);
DROP INDEX IF EXISTS webhook_deliveries_waiting;
CREATE INDEX IF NOT EXISTS webhook_deliveries_by_address ON webhook_deliveries (realm_id, url, id, due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS webhook_deliveries_by_company ON webhook_deliveries (realm_id, id);
CREATE TABLE IF NOT EXISTS grants (
  id INTEGER PRIMARY KEY, realm_id TEXT NOT NULL, client_id TEXT NOT NULL, scope TEXT NOT NULL,
  authorized_at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS metered_calls (
  client_id TEXT NOT NULL, month TEXT NOT NULL, calls INTEGER NOT NULL, PRIMARY KEY (client_id, month)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
  code TEXT PRIMARY KEY, realm_id TEXT NOT NULL, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL,
  nonce TEXT, expires_at INTEGER NOT NULL, grant_id INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS access_tokens (token TEXT PRIMARY KEY, grant_id INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refresh_tokens (
  token TEXT PRIMARY KEY, grant_id INTEGER NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
`;

/**
 * In a table without row ids a look for one key reads whatever lies beside it to its end, and a batch's reply is sixty kilobytes:
 * a file of before has its replies moved into one with row ids, once.
 */
export const repliesMoved = `
ALTER TABLE replies RENAME TO replies_of_before;
CREATE TABLE replies (
  realm_id TEXT NOT NULL, request_id TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  answered_at INTEGER NOT NULL DEFAULT 0, fingerprint TEXT,
  PRIMARY KEY (realm_id, request_id)
);
INSERT INTO replies (realm_id, request_id, status, body, answered_at, fingerprint)
  SELECT realm_id, request_id, status, body, answered_at, fingerprint FROM replies_of_before;
DROP TABLE replies_of_before;
`;
export const areRepliesOfBefore = `SELECT 1 FROM sqlite_schema WHERE name = 'replies' AND sql LIKE '%WITHOUT ROWID%'`;

/** So many ids share a row of `object_blocks`: what there is is counted, and a page deep inside found, without a walk to it. */
export const blockSize = 1024;

/** Keep the blocks true to the objects, whoever writes them; a file of before is counted once. */
export const blocks = `
INSERT INTO object_blocks (realm_id, type, block, count)
  SELECT realm_id, type, id / ${blockSize}, count(*)
  FROM (SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM object_blocks)) CROSS JOIN objects GROUP BY realm_id, type, id / ${blockSize};
CREATE TRIGGER IF NOT EXISTS objects_added AFTER INSERT ON objects BEGIN
  INSERT INTO object_blocks (realm_id, type, block, count) VALUES (NEW.realm_id, NEW.type, NEW.id / ${blockSize}, 1)
    ON CONFLICT (realm_id, type, block) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER IF NOT EXISTS objects_removed AFTER DELETE ON objects BEGIN
  UPDATE object_blocks SET count = count - 1
    WHERE realm_id = OLD.realm_id AND type = OLD.type AND block = OLD.id / ${blockSize};
END;
`;

/** Columns that files of before do not have: added where they are missing. */
export const addedColumns: readonly (readonly [string, string, string])[] = [
  ['ledger_lines', 'party_type', 'TEXT'],
  ['ledger_lines', 'party_id', 'INTEGER'],
  ['ledger_lines', 'owed', 'INTEGER NOT NULL DEFAULT 0'],
  ['ledger_lines', 'class_id', 'INTEGER'],
  ['ledger_lines', 'department_id', 'INTEGER'],
  ['webhook_deliveries', 'other_realms', "TEXT NOT NULL DEFAULT '[]'"],
  ['replies', 'answered_at', 'INTEGER NOT NULL DEFAULT 0'],
  ['replies', 'fingerprint', 'TEXT'],
  // What a file of before has in the index is all of it.
  ['text_ranges', 'indexed_to', `INTEGER NOT NULL DEFAULT ${everything}`],
  ['codes', 'challenge', 'TEXT'],
  ['codes', 'challenge_method', 'TEXT'],
];

/** Indexes over those columns, made once they are there. */
export const addedIndexes = `
CREATE INDEX IF NOT EXISTS ledger_lines_owed ON ledger_lines (realm_id, party_type, party_id) WHERE owed = 1;
`;
