// Which company a command is about, by the name that was typed.
import { CommandError } from './command-error.ts';

export interface CompanyName {
  readonly companyId: string;
  readonly name: string;
}

export interface Directory {
  createCompany(company: { readonly name: string }): Promise<CompanyName>;
  ensureFirstCompany(): Promise<CompanyName>;
  listCompanies(): Promise<readonly CompanyName[]>;
}

/** Without a name the first company, made where there is none. */
export async function findCompany(directory: Directory, name: string | undefined): Promise<CompanyName> {
  if (name === undefined) return directory.ensureFirstCompany();
  const companies = await directory.listCompanies();
  const found = companies.find((company) => company.name === name);
  if (found !== undefined) return found;
  const names = companies.map((company) => `"${company.name}"`).join(', ') || 'none yet';
  throw new CommandError('no-company', `There is no company called "${name}". There are: ${names}.`);
}

/** Makes the company when its name is new. */
export async function findOrMakeCompany(directory: Directory, name: string | undefined): Promise<CompanyName> {
  if (name === undefined) return directory.ensureFirstCompany();
  const found = (await directory.listCompanies()).find((company) => company.name === name);
  return found ?? directory.createCompany({ name });
}
