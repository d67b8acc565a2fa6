// Opens the consent window of QuickBooks and notices when it is over, by a message from /connected or by asking the server.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf, send } from '../api/client.ts';
import { connectionQuery } from '../api/queries.ts';
import type { ConnectAnswer } from '../api/wire.ts';
import { toast } from '../notices/toast.ts';
import { words } from '../words.ts';

/** A channel of this site's own pages: unlike `window.opener` it survives the visit to QuickBooks' site. */
export const connectionChannel = 'tillbook-connection';

export interface ConnectionMessage {
  readonly ok: boolean;
  readonly message: string | null;
}

/** However many buttons of a page wait for the news, it is told once. */
const newsId = 'quickbooks-connection';
const askMs = 1_500;
const windowShape = 'popup,width=520,height=720';

export interface Connect {
  readonly start: () => void;
  readonly waiting: boolean;
  /** Where to go by hand, when the browser blocked the window. */
  readonly blockedUrl: string | null;
}

/** `newBooks`: another company may take the place of the one in which entries have been posted. */
export function useConnect(newBooks = false): Connect {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(false);
  const [blockedUrl, setBlockedUrl] = useState<string | null>(null);
  const popup = useRef<Window | null>(null);
  const connectedBefore = useRef<string | null>(null);
  const { data: connection } = useQuery({ ...connectionQuery, refetchInterval: waiting ? askMs : askMs * 3 });

  const finish = useCallback(() => {
    setWaiting(false);
    setBlockedUrl(null);
    popup.current?.close();
    popup.current = null;
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  }, [client]);

  useEffect(() => {
    const channel = new BroadcastChannel(connectionChannel);
    channel.onmessage = (event: MessageEvent<ConnectionMessage>) => {
      finish();
      toast(
        event.data.ok
          ? { id: newsId, message: words.quickbooks.connectedNow, color: 'petrol' }
          : {
              id: newsId,
              title: words.quickbooks.connectFailed,
              message: event.data.message ?? '',
              color: 'red',
              autoClose: 12_000,
            },
      );
    };
    return () => channel.close();
  }, [finish]);

  useEffect(() => {
    if (waiting && connection?.connectedAt && connection.connectedAt !== connectedBefore.current) finish();
  }, [waiting, connection?.connectedAt, finish]);

  const start = useCallback(() => {
    connectedBefore.current = connection?.connectedAt ?? null;
    setWaiting(true);
    setBlockedUrl(null);
    // Opened before the first await: browsers allow windows only while the click is being handled.
    popup.current = window.open('about:blank', 'tillbook-quickbooks', windowShape);
    void askConsentUrl(popup.current, newBooks)
      .then((url) => {
        if (popup.current === null) setBlockedUrl(url);
      })
      .catch((error: unknown) => {
        popup.current?.close();
        setWaiting(false);
        toast({ message: messageOf(error), color: 'red', autoClose: 12_000 });
      });
  }, [connection?.connectedAt, newBooks]);

  return { start, waiting, blockedUrl };
}

async function askConsentUrl(target: Window | null, newBooks: boolean): Promise<string> {
  const answer = await send<ConnectAnswer>('POST', '/api/v1/connection/connect', newBooks ? { newBooks } : {});
  if (target) target.location.href = answer.consentUrl;
  return answer.consentUrl;
}
