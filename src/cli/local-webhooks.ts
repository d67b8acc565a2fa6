// Has the local QuickBooks send its webhooks here, so that nobody has to set them up.

/** Any id does for the local QuickBooks, as long as it stays the same: its tokens belong to it. */
export const localClientId = 'tillbook-local';

export interface LocalWebhooks {
  readonly quickbooksUrl: string;
  /** Where this program takes them. */
  readonly url: string;
  readonly verifierToken: string;
}

/** A company tells this program of its changes, while it is connected here; whom else it tells stays. */
export async function subscribeLocally(webhooks: LocalWebhooks, realmId: string): Promise<void> {
  const address = `${webhooks.quickbooksUrl}/_emulator/companies/${encodeURIComponent(realmId)}/webhooks`;
  const told = (await (await fetch(address)).json()) as { id: number; clientId: string | null }[];
  const others = told.filter(({ clientId }) => clientId !== localClientId);
  const { url, verifierToken } = webhooks;
  const ours = { url, verifierToken, format: 'cloudevents', clientId: localClientId };
  const answer = await fetch(address, { method: 'PUT', body: JSON.stringify([...others, ours]) });
  if (!answer.ok) throw new Error(`the local QuickBooks answered ${answer.status}`);
}

export async function subscribeAllLocally(webhooks: LocalWebhooks): Promise<void> {
  const answer = await fetch(`${webhooks.quickbooksUrl}/_emulator/companies`);
  const { companies } = (await answer.json()) as { companies: { realmId: string }[] };
  for (const { realmId } of companies) await subscribeLocally(webhooks, realmId);
}
