// `tillbook import` of CSV, in processes of its own: rows a second and peak memory, of a million rows beside a tenth of them.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { temporaryDataDir } from '../tests/end-to-end/app.ts';
import { type Measured, measure, perSecond } from './measure.ts';

const rowsPerSale = 5;
const million = 1_000_000;
const tenth = million / 10;
const recordedRows = 50_000;
const recordedRuns = 3;

export async function benchImport(): Promise<Measured[]> {
  const { dataDir, remove } = await temporaryDataDir();
  try {
    const checking = (file: string) => tillbook(dataDir, ['import', '--dry-run', '--kind', 'sale', file]);
    const ofMillion = checking(await writeSales(join(dataDir, 'million.csv'), { rows: million, prefix: 'm' }));
    const ofTenth = checking(await writeSales(join(dataDir, 'tenth.csv'), { rows: tenth, prefix: 't' }));
    const single = (name: string, unit: string, note: string, figure: number) =>
      measure({ name, unit, runs: 1, note }, () => figure);
    return [
      await single('CSV rows checked', 'a second', `${million} rows, --dry-run`, perSecond(million, ofMillion.ms)),
      await single('memory that takes at most', 'MiB', 'the whole process, resident', ofMillion.peakMiB),
      await single('memory that a tenth takes at most', 'MiB', `${tenth} rows, --dry-run`, ofTenth.peakMiB),
      await benchRecording(dataDir),
    ];
  } finally {
    await remove();
  }
}

async function benchRecording(dataDir: string): Promise<Measured> {
  tillbook(dataDir, ['migrate']);
  return measure(
    {
      name: 'CSV rows recorded, durable',
      unit: 'a second',
      runs: recordedRuns,
      note: `${recordedRows} rows, ${rowsPerSale} a sale, read twice; the start of the database included`,
    },
    async (run) => {
      const file = await writeSales(join(dataDir, `recorded-${run}.csv`), { rows: recordedRows, prefix: `r${run}` });
      return perSecond(recordedRows, tillbook(dataDir, ['import', '--kind', 'sale', file]).ms);
    },
  );
}

/** Runs a command to its end; the process itself says how much memory it took. */
function tillbook(dataDir: string, args: readonly string[]): { readonly ms: number; readonly peakMiB: number } {
  const tellPeak = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + ' KiB'))`;
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tellPeak)}`, 'bin/tillbook.js', ...args],
    { env: { ...process.env, TILLBOOK_DATA_DIR: join(dataDir, 'books') }, encoding: 'utf8' },
  );
  const ms = performance.now() - started;
  const [, peak] = /peak (\d+) KiB$/.exec(stderr) ?? [];
  if (status !== 0 || peak === undefined) throw new Error(`tillbook ${args[0]} ended with ${status}: ${stderr}`);
  return { ms, peakMiB: Number(peak) / 1024 };
}

async function writeSales(path: string, of: { rows: number; prefix: string }): Promise<string> {
  const output = createWriteStream(path);
  output.write(
    'source,sourceId,occurredAt,location,type,itemClass,quantity,amount,cost,taxCode,paymentType,description\n',
  );
  for (let sale = 0; sale < of.rows / rowsPerSale; sale += 1) {
    const head = `bench,${of.prefix}-${sale},2026-11-03T16:20:05-05:00,main`;
    const rows = [
      'item,apparel,1,100.00,40.00,,,Wool scarf',
      'item,shoes,1,50.00,20.00,,,"Boots, brown"',
      'tax,,,12.00,,ny-state,,',
      'tender,,,180.00,,,cash,',
      'change,,,-18.00,,,cash,',
    ];
    if (!output.write(rows.map((row) => `${head},${row}\n`).join(''))) await once(output, 'drain');
  }
  output.end();
  await finished(output);
  return path;
}
