// What a statement is news of, told from the table that it writes: no caller can forget to say so.
import type { KyselyPlugin, OperationNode, PluginTransformQueryArgs } from 'kysely';
import type { NewsKind } from '../pipeline/news-port.ts';
import type { Tables } from './tables.ts';

type TableName<Name = keyof Tables> = Name extends `tillbook.${infer Table}` ? Table : never;

/** Null: nothing that a page shows, or nothing that is written without another table of these. */
const kindOfTable: Readonly<Record<TableName | 'event_import', NewsKind | null>> = {
  company: 'settings',
  day_setting: 'settings',
  location: 'mappings',
  subject: 'mappings',
  account: 'mappings',
  dimension: 'mappings',
  mapping: 'mappings',
  financial_event: 'events',
  unsynced_event: 'events',
  event_conflict: 'events',
  posting: 'events',
  daily_summary: 'events',
  sales_day: 'sales',
  cause: 'alerts',
  posting_cause: 'alerts',
  connection: 'connection',
  metered_month: 'connection',
  drift: 'drift',
  repost: 'reposts',
  repost_item: 'reposts',
  register_reading: 'reconciliation',
  tie_out: 'reconciliation',
  event_import: 'imports',
  found_entry: 'alerts',
  roll_call: 'alerts',
  audit_log: 'audit-log',
  receiver: 'notifications',
  alert_notice: 'notifications',
  message: 'notifications',
  digest: 'notifications',
  connect_attempt: null,
  journal_entry: null,
  journal_line: null,
  posting_body: null,
  posting_record: null,
  lane: null,
  lane_call: null,
  recheck: null,
  sweep: null,
  saved_view: null,
  event_with_status: null,
};

/** Collects into `kinds` what the statements of a transaction are news of. */
export function collectingNews(kinds: Set<NewsKind>): KyselyPlugin {
  return {
    transformQuery({ node }: PluginTransformQueryArgs) {
      for (const kind of kindsOf(node)) kinds.add(kind);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

function kindsOf(node: OperationNode): readonly NewsKind[] {
  switch (node.kind) {
    case 'InsertQueryNode':
      return kindsOfNames([tableName((node as { into?: OperationNode }).into)]);
    case 'UpdateQueryNode':
      return kindsOfNames([tableName((node as { table?: OperationNode }).table)]);
    case 'DeleteQueryNode':
      return kindsOfNames((node as unknown as { from: { froms: readonly OperationNode[] } }).from.froms.map(tableName));
    case 'RawNode':
      return kindsOfText((node as unknown as { sqlFragments: readonly string[] }).sqlFragments);
    default:
      return [];
  }
}

function tableName(node: OperationNode | undefined): string {
  const table = (node as { table?: { identifier?: { name?: string } } } | undefined)?.table;
  return table?.identifier?.name ?? '';
}

const kindsOfNames = (names: readonly string[]): readonly NewsKind[] =>
  names.flatMap((name) => kindOfTable[name as keyof typeof kindOfTable] ?? []);

const writes = /\b(?:insert\s+into|update|delete\s+from)\s+tillbook\.(\w+)/gi;

/** By the statement's own text as it stands in the source, which is one object however often it is run. */
const known = new WeakMap<readonly string[], readonly NewsKind[]>();

function kindsOfText(fragments: readonly string[]): readonly NewsKind[] {
  const before = known.get(fragments);
  if (before !== undefined) return before;
  const names = [...fragments.join(' ').matchAll(writes)].map(([, name = '']) => name.toLowerCase());
  const kinds = [...new Set(kindsOfNames(names))];
  known.set(fragments, kinds);
  return kinds;
}
