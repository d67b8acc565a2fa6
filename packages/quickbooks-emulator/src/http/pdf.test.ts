// A PDF that readers open: its table of offsets leads to its objects.
import { describe, expect, test } from 'vitest';
import { pdfOf } from './pdf.ts';

describe('a PDF', () => {
  const text = pdfOf(['Invoice (1)', 'Café \\ 5 € \n']).toString('latin1');

  test('begins and ends as one, and each object is where the table says', () => {
    expect(text).toMatch(/^%PDF-1\.4\n/);
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    expect(text.slice(start)).toMatch(/^xref\n0 6\n/);
    const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    expect(offsets.map((offset) => text.slice(offset, offset + 7))).toEqual(
      [1, 2, 3, 4, 5].map((number) => `${number} 0 obj`),
    );
  });

  test('says how long its text is', () => {
    const [, length, content] = /\/Length (\d+) >>\nstream\n([\s\S]*)\nendstream/.exec(text) ?? [];
    expect(content).toHaveLength(Number(length));
  });

  test('holds its lines, with what would end them escaped, and question marks for what Latin-1 has not', () => {
    expect(text).toContain('(Invoice \\(1\\)) Tj');
    expect(text).toContain('(Café \\\\ 5 ? ?) Tj');
  });
});
