// The settings by hand: limits, preferences, and what Intuit's documents leave open.
import type { Company } from '../company/companies.ts';
import { settingWords } from '../company/setting-words.ts';
import { changeSettings, defaultSettings, type Problem, type Settings, settingChoices } from '../company/settings.ts';
import type { Emulator } from '../emulator.ts';
import { type Html, html } from './html.ts';

type Name = keyof Settings;

const names = Object.keys(defaultSettings) as Name[];

export function settingsPage({ settings, realmId }: Company, problems: readonly Problem[] = []): Html {
  const rows = names.map(
    (
      name,
    ) => html`<tr><td><label for="${name}" class="plain">${spaced(name)}</label><small>${settingWords[name]}</small></td><td>${field(name, settings[name])}</td>
      <td class="quiet">${same(settings[name], defaultSettings[name]) ? '' : html`<span class="badge">changed</span>`} ${shown(defaultSettings[name])}</td></tr>`,
  );
  const wrong = problems.map(({ field: name, rule }) => html`<li>${spaced(name)} ${rule}.</li>`);
  return html`<h1>Settings</h1>${wrong.length > 0 ? html`<ul class="problems" role="alert">${wrong}</ul>` : ''}
    <form class="card" method="post" action="/app/settings?realm=${realmId}"><table class="settings"><thead><tr><th>Setting</th><th>Value</th><th>Default</th></tr></thead><tbody>${rows}</tbody></table>
    <p class="actions"><button class="primary">Save</button><button name="action" value="defaults">Back to the defaults</button></p></form>
    <p class="hint">Scripts change the same settings through <a href="/_emulator/openapi.json">the control API</a>.</p>`;
}

function field(name: Name, value: Settings[Name]): Html {
  const choices = settingChoices[name] ?? (typeof value === 'boolean' ? ['true', 'false'] : null);
  if (choices) {
    const options = choices.map(
      (choice) => html`<option ${choice === String(value) ? html`selected` : ''}>${choice}</option>`,
    );
    return html`<select id="${name}" name="${name}">${options}</select>`;
  }
  const type = name === 'closingDate' ? 'date' : typeof value === 'number' ? 'number' : 'text';
  return html`<input id="${name}" name="${name}" type="${type}" value="${value === null ? '' : String(value)}">`;
}

function spaced(name: string): string {
  const words = name.replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function shown(value: unknown): string {
  return value === null ? 'none' : String(value);
}

/** The problems, where the form cannot be saved; then nothing is changed. */
export function settingsAction({ companies }: Emulator, company: Company, fields: URLSearchParams): readonly Problem[] {
  const given = fields.get('action') === 'defaults' ? { ...defaultSettings } : typed(fields);
  const changed = changeSettings(company.settings, given);
  if (!changed.ok) return changed.problems;
  companies.changeSettings(company.realmId, changed.settings);
  return [];
}

/** What the form holds, in the types that the settings have. */
function typed(fields: URLSearchParams): Record<string, unknown> {
  const entries = names.flatMap((name) => {
    const text = fields.get(name);
    return text === null ? [] : [[name, typedValue(name, text)] as const];
  });
  return Object.fromEntries(entries);
}

function typedValue(name: Name, text: string): unknown {
  switch (typeof defaultSettings[name]) {
    case 'boolean':
      return text === 'true';
    case 'number':
      return text.trim() === '' ? null : Number(text);
    default:
      return defaultSettings[name] === null && text === '' ? null : text;
  }
}
