// Rows of the CSV that Tillbook writes (RFC 4180), in which no text comes alive as a formula of a spreadsheet.

export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

// A spreadsheet runs a cell that begins so (OWASP, "CSV Injection"), full-width signs with the others in some languages, and some
// leave out what cannot be seen before them.
const formulaStart = /^(?=[\s\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;
// Where a spreadsheet takes semicolons or tabs for the separators, a cell may begin in the middle of ours.
const formulaInside = /(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g;

/** Text of others as a cell: an apostrophe before what a spreadsheet would run keeps it text. */
export function csvText(text: string): string {
  return text.replace(formulaStart, "'").replaceAll(formulaInside, "'");
}
