// Settings › Integrations › QuickBooks Online: its two tabs.
import { PageHead } from '../notices/page-head.tsx';
import { PageTabs } from '../notices/page-tabs.tsx';
import { words } from '../words.ts';

const tabs = [
  { path: '', label: words.quickbooks.status },
  { path: 'financial-events', label: words.quickbooks.events },
] as const;

export function QuickBooksOnlinePage() {
  return (
    <>
      <PageHead eyebrow={words.quickbooks.eyebrow} title={words.quickbooks.title} />
      <PageTabs base="/settings/integrations/quickbooks-online" tabs={tabs} />
    </>
  );
}
