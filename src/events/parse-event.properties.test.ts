// What holds of every JSON value that comes in: an event or problems, never a throw, an answer of bounded size, the same content however written.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventContent } from './event-key.ts';
import { eventSchemas } from './event-schema.ts';
import { financialEventKinds } from './financial-event.ts';
import { type Json, parse, randomSale } from './random-sale.fixture.ts';

const answerLengthMax = 100_000;
const fieldNames = [...new Set(Object.values(eventSchemas).flatMap((schema) => Object.keys(schema.shape)))];

/** An event, problems, or a throw that fails the test; what is refused says why, in few words. */
function expectAnswer(input: unknown): void {
  const parsed = parse(input);
  if (parsed.ok) return;
  expect(parsed.problems.length).toBeGreaterThan(0);
  expect(JSON.stringify(parsed).length).toBeLessThan(answerLengthMax);
  for (const { pointer, rule } of parsed.problems) {
    expect(pointer === '' || pointer.startsWith('/')).toBe(true);
    expect(rule).not.toBe('');
  }
}

const anyFields = fc.record(
  Object.fromEntries(fieldNames.map((name) => [name, fc.jsonValue()])) as Record<string, fc.Arbitrary<unknown>>,
  { requiredKeys: [] },
);

test('any JSON value is answered', () => {
  fc.assert(fc.property(fc.jsonValue(), expectAnswer), { numRuns: 300 });
});

test('any values in the fields of any kind are answered', () => {
  const ofKind = fc.tuple(fc.constantFrom(...financialEventKinds), anyFields);
  fc.assert(
    fc.property(ofKind, ([kind, fields]) => expectAnswer({ ...fields, kind })),
    { numRuns: 300 },
  );
});

test('a right ticket with one wrong value anywhere in it is answered', () => {
  const place = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(randomSale, place, fc.jsonValue(), (sale, path, value) => expectAnswer(changed(sale, path, value))),
    { numRuns: 300 },
  );
});

/** Goes down by the numbers given, as far as there is something to go into, and puts the value there. */
function changed(whole: unknown, [step = 0, ...rest]: readonly number[], value: unknown): unknown {
  if (typeof whole !== 'object' || whole === null) return value;
  const names = Object.keys(whole);
  const name = names[step % Math.max(1, names.length)];
  if (name === undefined) return value;
  const inside = rest.length === 0 ? value : changed((whole as Json)[name], rest, value);
  return Array.isArray(whole)
    ? whole.map((one: unknown, index) => (String(index) === name ? inside : one))
    : { ...whole, [name]: inside };
}

test('the same content however it is written: zeros, defaults, order of fields', () => {
  fc.assert(
    fc.property(randomSale, fc.boolean(), (sale, shorter) => {
      const reworded = {
        ...backwards(sale),
        number: 't-1',
        ...(sale.currency === undefined && { currency: 'USD' }),
        lines: sale.lines.map((line) => backwards({ ...withDefaults(line), ...rewritten(line, shorter) })),
        payments: sale.payments.map((one) => backwards({ type: 'tender', ...one, ...rewritten(one, shorter) })),
        ...(sale.depositsApplied.length === 0 && { depositsApplied: undefined }),
      };
      const [first, second] = [parse(sale), parse(reworded)];
      if (!first.ok || !second.ok) throw new Error('refused');
      expect(eventContent(second)).toBe(eventContent(first));
    }),
  );
});

test('one part more, or a remark, is another content', () => {
  const contentOf = (input: unknown) => {
    const parsed = parse(input);
    return parsed.ok ? eventContent(parsed) : null;
  };
  const tax = { type: 'tax', taxCode: 'ny-state', amount: '0.01' };
  fc.assert(
    fc.property(randomSale, (sale) => {
      const original = contentOf(sale);
      expect(original).not.toBeNull();
      expect(contentOf({ ...sale, lines: [...sale.lines, tax] })).not.toBe(original);
      expect(contentOf({ ...sale, memo: 'another' })).not.toBe(original);
    }),
  );
});

const backwards = (object: Json): Json => Object.fromEntries(Object.entries(object).reverse());

function withDefaults(line: Json): Json {
  if (line.type === 'gift-card') return { discount: '0', ...line };
  return line.type === 'item' ? { discount: '0.00', restocked: true, ...line } : line;
}

/** "1.50" as "1.5" and "2" as "2.0", in every decimal field there is. */
function rewritten(part: Json, shorter: boolean): Json {
  const names = ['quantity', 'amount', 'discount', 'cost'].filter((name) => part[name] !== undefined);
  return Object.fromEntries(
    names.map((name) => {
      const text = String(part[name]);
      if (shorter) return [name, text.includes('.') ? text.replace(/\.?0+$/, '') : text];
      return [name, text.includes('.') ? text : `${text}.0`];
    }),
  );
}
