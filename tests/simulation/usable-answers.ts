// When QuickBooks gave a usable answer to the writing of which entry: took it, or refused it by a fault of its own.

interface Answer {
  readonly companyId: string;
  readonly path: string;
  readonly body: string;
  readonly status: number;
  /** Whole as it was given. */
  readonly text: string;
  readonly atMs: number;
}

export interface AnsweredMeanwhile {
  readonly companyId: string;
  /** The number of the one that is none of the others. */
  readonly documentNumber: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface UsableAnswers {
  answered(answer: Answer): void;
  /** Whether another entry was answered meanwhile. */
  haveOthers(meanwhile: AnsweredMeanwhile): boolean;
}

type Json = Readonly<Record<string, unknown>>;

export function createUsableAnswers(): UsableAnswers {
  const all: { readonly companyId: string; readonly documentNumber: string; readonly atMs: number }[] = [];
  return {
    answered(answer) {
      const { companyId, atMs } = answer;
      for (const documentNumber of answeredIn(answer)) all.push({ companyId, documentNumber, atMs });
    },
    haveOthers: ({ companyId, documentNumber, fromMs, untilMs }) =>
      all.some(
        (one) =>
          one.companyId === companyId &&
          one.documentNumber !== documentNumber &&
          one.atMs >= fromMs &&
          one.atMs <= untilMs,
      ),
  };
}

/** An error of its own, and "wait a few minutes", say nothing of the entry. */
const unusable = /"code":"0*(3001|10000)"|wait a few minutes/i;

function answeredIn({ path, body, status, text }: Answer): readonly string[] {
  if (status !== 200 && status !== 400) return [];
  if (path === 'journalentry') return unusable.test(text) ? [] : [numberOf(JSON.parse(body))];
  if (path !== 'batch') return [];
  const sent = (JSON.parse(body) as { BatchItemRequest: readonly (Json & { JournalEntry: Json })[] }).BatchItemRequest;
  // Refused as a whole, it answers for each.
  if (status === 400) return unusable.test(text) ? [] : sent.map(({ JournalEntry }) => numberOf(JournalEntry));
  const items = (JSON.parse(text) as { BatchItemResponse: readonly Json[] }).BatchItemResponse;
  return sent.flatMap(({ bId, JournalEntry }) => {
    const item = items.find((one) => one.bId === bId);
    return item === undefined || unusable.test(JSON.stringify(item)) ? [] : [numberOf(JournalEntry)];
  });
}

const numberOf = ({ DocNumber }: Json): string => String(DocNumber);
