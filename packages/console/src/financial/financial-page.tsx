// Settings › Financial: its six tabs.
import { PageHead } from '../notices/page-head.tsx';
import { PageTabs } from '../notices/page-tabs.tsx';
import { words } from '../words.ts';

const names = words.financial.tabs;

const tabs = [
  { path: '', label: names.configuration },
  { path: 'accounts', label: names.accounts },
  { path: 'item-classes', label: names.itemClasses },
  { path: 'tax', label: names.tax },
  { path: 'locations', label: names.locations },
  { path: 'financial-events', label: names.events },
] as const;

export function FinancialPage() {
  return (
    <>
      <PageHead eyebrow={words.financial.eyebrow} title={words.financial.title} />
      <PageTabs base="/settings/financial" tabs={tabs} />
    </>
  );
}
