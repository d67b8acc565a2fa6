// Time zones and day ends, by location and business date: the first with the company or location itself, the later ones apart.
import { sql, type Transaction } from 'kysely';
import type { CompanyDaySetting, DaySetting } from '../events/day-settings.ts';
import type { DayStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

type Row = DaySetting & { readonly location: string | null };

export function dayStoring(trx: Transaction<Tables>, companyId: string): DayStoring {
  return {
    async read() {
      const { rows } = await sql<Row>`
        select location, applicable_from as "from", time_zone as "timeZone", to_char(day_end, 'HH24:MI') as "dayEnd"
        from (
          select null as location, null::date as applicable_from, time_zone, day_end
            from tillbook.company where company_id = ${companyId}
          union all select code, null, time_zone, day_end from tillbook.location where company_id = ${companyId}
          union all select nullif(location, ''), applicable_from, time_zone, day_end
            from tillbook.day_setting where company_id = ${companyId}
        ) as setting
        order by applicable_from nulls first`.execute(trx);
      const company: CompanyDaySetting[] = [];
      const locations = new Map<string, DaySetting[]>();
      for (const { location, ...setting } of rows) {
        if (location === null) company.push(setting as CompanyDaySetting);
        else locations.set(location, [...(locations.get(location) ?? []), setting]);
      }
      return { company, locations };
    },

    async save(location, settings) {
      const [first, ...later] = settings;
      if (first === undefined) throw new Error('A day is set from the beginning.');
      const values = { time_zone: first.timeZone, day_end: first.dayEnd };
      if (location === null) await saveCompany(trx, companyId, first as CompanyDaySetting);
      else {
        const ofLocation = trx.updateTable('tillbook.location').set(values);
        await ofLocation.where('company_id', '=', companyId).where('code', '=', location).execute();
      }
      const owner = { company_id: companyId, location: location ?? '' };
      await trx
        .deleteFrom('tillbook.day_setting')
        .where('company_id', '=', companyId)
        .where('location', '=', owner.location)
        .execute();
      if (later.length === 0) return;
      const rows = later.map(({ from, timeZone, dayEnd }) => {
        if (from === null) throw new Error('Only the first setting holds from the beginning.');
        return { ...owner, applicable_from: from, time_zone: timeZone, day_end: dayEnd };
      });
      await trx.insertInto('tillbook.day_setting').values(rows).execute();
    },
  };
}

async function saveCompany(trx: Transaction<Tables>, companyId: string, first: CompanyDaySetting): Promise<void> {
  const values = { time_zone: first.timeZone, day_end: first.dayEnd };
  await trx.updateTable('tillbook.company').set(values).where('company_id', '=', companyId).execute();
}
