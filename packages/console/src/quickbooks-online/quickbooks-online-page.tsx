// Settings › Integrations › QuickBooks Online: its tabs. Daily summaries have one where the company has, or had, any.
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { anySummaryQuery, openDriftQuery, settingsQuery } from '../api/queries.ts';
import { formatCount } from '../format/money.ts';
import { PageHead } from '../notices/page-head.tsx';
import { PageTabs } from '../notices/page-tabs.tsx';
import { summariesPath } from '../summaries/summary-name.ts';
import { words } from '../words.ts';

const tabs = [
  { path: '', label: words.quickbooks.status },
  { path: 'financial-events', label: words.quickbooks.events },
] as const;
const reconcile = { path: 'reconcile', label: words.reconcile.tab };
const period = { path: 'period', label: words.period.tab };
const summaries = { path: 'daily-summaries', label: words.summaries.tab };

export function QuickBooksOnlinePage() {
  const { data: settings } = useQuery(settingsQuery);
  const { data: any } = useQuery(anySummaryQuery);
  const there = useRouterState({ select: (state) => state.location.pathname.startsWith(summariesPath) });
  const { data: drifted = 0 } = useQuery(openDriftQuery);
  const changed = { path: 'changed', label: words.drift.tabOf(drifted === 0 ? null : formatCount(drifted)) };
  const summarized = settings?.postingMode === 'daily-summary' || any === true || there;
  return (
    <>
      <PageHead eyebrow={words.quickbooks.eyebrow} title={words.quickbooks.title} />
      <PageTabs
        base="/settings/integrations/quickbooks-online"
        tabs={[...tabs, ...(summarized ? [summaries] : []), changed, reconcile, period]}
      />
    </>
  );
}
