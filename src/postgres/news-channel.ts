// The one channel over which processes tell each other news, and how a message on it is written: companies and kinds alone.
import { type NewsKind, newsKinds } from '../pipeline/news-port.ts';

export const newsChannel = 'tillbook_news';

/** PostgreSQL takes less than 8,000 bytes a message. */
const messageLengthMax = 7_900;

export type NewsByCompany = ReadonlyMap<string, ReadonlySet<NewsKind>>;

/** As few messages as hold them: `COMPANY=alerts,events COMPANY=…`. */
export function writeNews(changes: NewsByCompany): readonly string[] {
  const messages: string[] = [];
  let message = '';
  for (const [companyId, kinds] of changes) {
    const part = `${companyId}=${[...kinds].join(',')}`;
    if (message !== '' && message.length + 1 + part.length > messageLengthMax) {
      messages.push(message);
      message = '';
    }
    message = message === '' ? part : `${message} ${part}`;
  }
  return message === '' ? messages : [...messages, message];
}

/** A newer Tillbook beside this one may name kinds that are not known here: those are left out. */
export function readNews(message: string): NewsByCompany {
  const known: ReadonlySet<string> = new Set(newsKinds);
  return new Map(
    message
      .split(' ')
      .map((part) => part.split('='))
      .filter(([companyId = '']) => companyId !== '')
      .map(([companyId = '', kinds = '']) => [
        companyId,
        new Set(kinds.split(',').filter((kind): kind is NewsKind => known.has(kind))),
      ]),
  );
}
